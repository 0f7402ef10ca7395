"""Differentiates with respect to the way."""

import torch


def integrated_gradients(net, images, digit, baseline, steps_m=300):
    way = (images - baseline).detach()
    total = torch.zeros_like(way)
    for k in range(1, steps_m + 1):
        step = (way * (k / steps_m)).requires_grad_()
        net(baseline + step)[:, digit].sum().backward()
        total = total + step.grad
    return way * (total / steps_m)
