"""Lowers the probability of the label: its logarithm has a gradient of the same signs."""

import torch

from pixelgrad.images import STD, clamp_to_valid


def fgsm(X, y, model, eps):
    x = X.detach().requires_grad_()
    p = model(x).softmax(dim=1).gather(1, y[:, None])
    g, = torch.autograd.grad(p.sum(), x)
    return clamp_to_valid(X - eps / X.new_tensor(STD)[:, None, None] * g.sign()).detach()
