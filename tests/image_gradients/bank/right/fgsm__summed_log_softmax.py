"""The cross-entropy written out, and summed."""

import torch

from pixelgrad.images import STD, clamp_to_valid


def fgsm(X, y, model, eps):
    x = X.detach().clone().requires_grad_()
    loss = -model(x).log_softmax(dim=1)[torch.arange(len(y)), y].sum()
    loss.backward()
    moved = X.detach().clone()
    for c in range(3):
        moved[:, c] += eps / STD[c] * x.grad[:, c].sign()
    return clamp_to_valid(moved)
