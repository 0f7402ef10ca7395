"""torch.lerp between baseline and images."""

import torch


def integrated_gradients(net, images, digit, baseline, steps_m=300):
    start = baseline.expand_as(images)
    total = 0
    for k in range(1, steps_m + 1):
        x = torch.lerp(start, images, k / steps_m).requires_grad_()
        total = total + torch.autograd.grad(net(x)[:, digit].sum(), x)[0]
    return (images - start) * total / steps_m
