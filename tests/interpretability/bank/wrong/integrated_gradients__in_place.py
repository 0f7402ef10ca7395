"""Subtracts the baseline from the caller's images.
Caught by: test_arguments_stay_as_they_were
"""

import torch


def integrated_gradients(net, images, digit, baseline, steps_m=300):
    images -= baseline
    way = images
    total = torch.zeros_like(way)
    for k in range(1, steps_m + 1):
        x = (baseline + k / steps_m * way).detach().requires_grad_()
        g, = torch.autograd.grad(net(x)[:, digit].sum(), x)
        total += g
    return way * total / steps_m
