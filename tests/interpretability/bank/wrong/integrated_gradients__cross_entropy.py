"""Explains the cross-entropy.
Caught by: test_raw_score_of_the_digit
"""

import torch


def integrated_gradients(net, images, digit, baseline, steps_m=300):
    way = images - baseline
    total = torch.zeros_like(way)
    for k in range(1, steps_m + 1):
        x = (baseline + k / steps_m * way).detach().requires_grad_()
        g, = torch.autograd.grad(torch.nn.functional.cross_entropy(net(x), torch.full((len(x),), digit), reduction='sum'), x)
        total += g
    return way * total / steps_m
