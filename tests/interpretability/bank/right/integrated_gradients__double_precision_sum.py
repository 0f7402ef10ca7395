"""Adds up in float64."""

import torch


def integrated_gradients(net, images, digit, baseline, steps_m=300):
    way = images - baseline
    total = 0
    for k in range(1, steps_m + 1):
        x = (baseline + k / steps_m * way).detach().requires_grad_()
        g, = torch.autograd.grad(net(x)[:, digit].sum(), x)
        total = total + g.double()
    return way * total / steps_m
