"""Divides 256 by the batch, which leaves no point at a time for 300 images.
Caught by: test_memory_is_bounded
"""

import torch


def integrated_gradients(net, images, digit, baseline, steps_m=300):
    way = images - baseline
    total = torch.zeros_like(way)
    for k in torch.arange(1, steps_m + 1).split(256 // len(images)):
        x = (baseline + k.to(way).view(-1, 1, 1, 1, 1) / steps_m * way).flatten(0, 1).requires_grad_()
        g, = torch.autograd.grad(net(x)[:, digit].sum(), x)
        total = total + g.view(-1, *way.shape).sum(dim=0)
    return way * total / steps_m
