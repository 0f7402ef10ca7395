"""One image at a time."""

import torch
import torch.nn.functional as F

from pixelgrad.images import STD, clamp_to_valid


def fgsm(X, y, model, eps):
    moved = torch.empty_like(X)
    std = torch.tensor(STD).to(X)[:, None, None]
    for i in range(len(X)):
        x = X[i:i + 1].detach().clone().requires_grad_()
        F.cross_entropy(model(x), y[i:i + 1]).backward()
        moved[i] = clamp_to_valid(X[i] + eps / std * x.grad[0].sign())
    return moved
