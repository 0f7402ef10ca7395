"""Shifts from Python's random; zero gradients set aside by torch.where."""

import random

import torch

from pixelgrad.images import blur_image, clamp_to_valid, jitter


def visualise_feature(
    net, objective, steps, start, learning_rate=8.0, max_jitter=8,
    smoothness=0.5,
):
    img = start.detach()
    for t in range(steps):
        ox, oy = random.randrange(max_jitter), random.randrange(max_jitter)
        X = jitter(img, ox, oy).requires_grad_()
        g, = torch.autograd.grad(objective(net, X), X)
        norm = g.square().sum(dim=(1, 2, 3), keepdim=True).sqrt()
        norm = torch.where(norm > 0, norm, torch.ones_like(norm))
        X = X.detach() + learning_rate * g / norm
        img = jitter(X, -ox, -oy)
        img = clamp_to_valid(img)
        img = blur_image(img, smoothness)
    return img
