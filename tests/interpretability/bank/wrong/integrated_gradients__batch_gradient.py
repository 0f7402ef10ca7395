"""Gives all images the mean gradient.
Caught by: test_each_image_for_itself
"""

import torch


def integrated_gradients(net, images, digit, baseline, steps_m=300):
    way = images - baseline
    total = torch.zeros_like(way)
    for k in range(1, steps_m + 1):
        x = (baseline + k / steps_m * way).detach().requires_grad_()
        g, = torch.autograd.grad(net(x)[:, digit].sum(), x)
        total += g.mean(dim=0, keepdim=True)
    return way * total / steps_m
