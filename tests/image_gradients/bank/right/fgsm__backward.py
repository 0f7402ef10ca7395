"""A fresh leaf and backward()."""

import torch
import torch.nn as nn

from pixelgrad.images import STD, clamp_to_valid


def fgsm(X, y, model, eps):
    x = X.clone().detach()
    x.requires_grad = True
    nn.CrossEntropyLoss()(model(x), y).backward()
    step = (eps / torch.tensor(STD, dtype=X.dtype)).reshape(1, 3, 1, 1)
    return clamp_to_valid(X + step * x.grad.sign())
