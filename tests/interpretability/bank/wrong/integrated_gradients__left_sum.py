"""Takes the left ends: k from 0 to m - 1.
Caught by: test_points_are_k_over_m
"""

import torch


def integrated_gradients(net, images, digit, baseline, steps_m=300):
    way = images - baseline
    total = torch.zeros_like(way)
    for k in range(steps_m):
        x = (baseline + k / steps_m * way).detach().requires_grad_()
        g, = torch.autograd.grad(net(x)[:, digit].sum(), x)
        total += g
    return way * total / steps_m
