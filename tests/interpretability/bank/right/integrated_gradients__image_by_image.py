"""Image by image, 256 points at a time."""

import torch


def integrated_gradients(net, images, digit, baseline, steps_m=300):
    maps = []
    baselines = baseline.expand_as(images)
    for x, x0 in zip(images, baselines):
        alphas = torch.arange(1, steps_m + 1, dtype=x.dtype) / steps_m
        total = 0
        for part in alphas.split(256):
            points = (x0 + part.view(-1, 1, 1, 1) * (x - x0)).detach().requires_grad_()
            net(points)[:, digit].sum().backward()
            total = total + points.grad.sum(dim=0)
        maps.append((x - x0) * total / steps_m)
    return torch.stack(maps)
