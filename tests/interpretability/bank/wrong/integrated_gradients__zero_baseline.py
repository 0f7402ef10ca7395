"""Ignores the baseline and takes zero.
Caught by: test_baseline_is_the_one_given
"""

import torch


def integrated_gradients(net, images, digit, baseline, steps_m=300):
    baseline = torch.zeros_like(images)
    way = images - baseline
    total = torch.zeros_like(way)
    for k in range(1, steps_m + 1):
        x = (baseline + k / steps_m * way).detach().requires_grad_()
        g, = torch.autograd.grad(net(x)[:, digit].sum(), x)
        total += g
    return way * total / steps_m
