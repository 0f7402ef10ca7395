"""Hands all m points of all images to the network at once.
Caught by: test_memory_is_bounded
"""

import torch


def integrated_gradients(net, images, digit, baseline, steps_m=300):
    way = images - baseline
    part = torch.arange(1, steps_m + 1).to(way).view(-1, 1, 1, 1, 1) / steps_m
    x = (baseline + part * way).flatten(0, 1).requires_grad_()
    g, = torch.autograd.grad(net(x)[:, digit].sum(), x)
    return way * g.view(-1, *way.shape).mean(dim=0)
