"""Adam written out."""

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
    m, v = torch.zeros_like(img), torch.zeros_like(img)
    for t in range(200):
        if t < 190:
            img = img.clamp(-1.5, 1.5)
        img = img.detach().requires_grad_()
        feats = extract_features(img, cnn)
        loss = content_loss(content_weight, feats[content_layer], target)
        loss = loss + style_loss(feats, style_layers, style_targets, style_weights)
        loss = loss + tv_loss(img, tv_weight)
        g, = torch.autograd.grad(loss, img)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        step = m / (1 - 0.9 ** (t + 1)) / ((v / (1 - 0.999 ** (t + 1))).sqrt() + 1e-8)
        img = img.detach() - (3.0 if t < 180 else 0.1) * step
    return img
