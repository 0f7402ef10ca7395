"""Back to pixels, a step of eps, clipped to [0, 1], and normalised again."""

import torch
import torch.nn.functional as F

from pixelgrad.images import MEAN, STD


def fgsm(X, y, model, eps):
    mean, std = (torch.tensor(v, dtype=X.dtype)[:, None, None] for v in (MEAN, STD))
    x = (X * std + mean).detach().requires_grad_()
    g, = torch.autograd.grad(F.cross_entropy(model((x - mean) / std), y), x)
    x = torch.clip(x + eps * torch.sign(g), 0, 1)
    return ((x - mean) / std).detach()
