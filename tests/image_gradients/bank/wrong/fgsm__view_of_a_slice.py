"""Flattens with view, which a permuted image refuses.
Caught by: test_double_precision_slices
"""

import torch
import torch.nn.functional as F

from pixelgrad.images import STD, clamp_to_valid


def fgsm(X, y, model, eps):
    flat = X.detach().view(len(X), -1)
    X = flat.view(X.shape).clone().requires_grad_()
    loss = F.cross_entropy(model(X), y)
    g, = torch.autograd.grad(loss, X)
    std = X.new_tensor(STD).view(3, 1, 1)
    return clamp_to_valid(X.detach() + eps / std * g.sign())
