"""Everything in float64, with a copy of the network; the result is float64."""

import copy

import torch
import torch.nn.functional as F

from pixelgrad.images import MEAN, STD


def fgsm(X, y, model, eps):
    x = X.detach().double().requires_grad_()
    g, = torch.autograd.grad(F.cross_entropy(copy.deepcopy(model).double()(x), y), x)
    mean, std = (torch.tensor(v, dtype=torch.float64).view(3, 1, 1) for v in (MEAN, STD))
    x = x.detach() + torch.where(g > 0, 1.0, torch.where(g < 0, -1.0, 0.0)) * eps / std
    return torch.maximum(torch.minimum(x, (1 - mean) / std), -mean / std)
