"""Multiplies by x' - x.
Caught by: test_linear_network_by_hand
"""

import torch


def integrated_gradients(net, images, digit, baseline, steps_m=300):
    way = images - baseline
    total = torch.zeros_like(way)
    for k in range(1, steps_m + 1):
        x = (baseline + k / steps_m * way).detach().requires_grad_()
        g, = torch.autograd.grad(net(x)[:, digit].sum(), x)
        total += g
    return -way * total / steps_m
