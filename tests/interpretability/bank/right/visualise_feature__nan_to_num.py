"""Divides first, and replaces what is not a number."""

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
        norm = torch.linalg.vector_norm(g, dim=(1, 2, 3), keepdim=True)
        X = X.detach() + learning_rate * torch.nan_to_num(g / norm)
        img = jitter(X, -ox, -oy)
        img = clamp_to_valid(img)
        img = blur_image(img, smoothness)
    return img
