"""F.normalize of each image's gradient."""

import torch

from pixelgrad.images import blur_image, clamp_to_valid, jitter


def visualise_feature(
    net, objective, steps, start, learning_rate=8.0, max_jitter=8,
    smoothness=0.5,
):
    img = start.detach()
    for t in range(steps):
        ox, oy = torch.randint(max_jitter, (2,)).tolist()
        X = jitter(img, ox, oy).requires_grad_()
        g, = torch.autograd.grad(objective(net, X), X)
        unit = torch.nn.functional.normalize(g.flatten(1), dim=1).view_as(g)
        X = X.detach() + learning_rate * unit
        img = jitter(X, -ox, -oy)
        img = clamp_to_valid(img)
        img = blur_image(img, smoothness)
    return img
