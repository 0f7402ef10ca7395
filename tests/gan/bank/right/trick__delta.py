"""A change that is learned, clipped with the image."""

import torch
import torch.nn.functional as F


def trick(netD, X, y_other, gain=10, steps=1):
    size, start = 2 * gain / (255 * steps), X.detach()
    current = start
    for _ in range(steps):
        delta = torch.zeros_like(current, requires_grad=True)
        g = torch.autograd.grad(F.cross_entropy(netD(current + delta)[1], y_other, reduction="sum"), delta)[0]
        current = torch.clip(current - size * g.sign(), -1.0, 1.0)
    return current
