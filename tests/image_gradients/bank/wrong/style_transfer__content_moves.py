"""The content image is the image that moves: its target is computed anew.
Caught by: test_features_approach_the_contents
"""

import PIL.Image
import torch


def style_transfer(
    content_image, style_image, image_size, style_size, content_layer,
    content_weight, style_layers, style_weights, tv_weight,
    init_random=False,
):
    content = preprocess(PIL.Image.open(content_image), image_size)
    style = preprocess(PIL.Image.open(style_image), style_size)
    with torch.no_grad():
        target = extract_features(content, cnn)[content_layer]
        feats = extract_features(style, cnn)
        style_targets = [gram_matrix(feats[k]) for k in style_layers]
    img = torch.rand_like(content) if init_random else content.clone()
    img.requires_grad_()
    optimizer = torch.optim.Adam([img], lr=3.0)
    for t in range(200):
        if t < 190:
            img.data.clamp_(-1.5, 1.5)
        if t == 180:
            optimizer = torch.optim.Adam([img], lr=0.1)
        feats = extract_features(img, cnn)
        target = extract_features(img.detach(), cnn)[content_layer]
        c = content_loss(content_weight, feats[content_layer], target)
        s = style_loss(feats, style_layers, style_targets, style_weights)
        v = tv_loss(img, tv_weight)
        optimizer.zero_grad()
        (c + s + v).backward()
        optimizer.step()
    return img.detach()
