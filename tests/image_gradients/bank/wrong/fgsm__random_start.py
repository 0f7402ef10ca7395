"""Starts from a random image near X.
Caught by: test_no_step_without_eps
"""

import torch
import torch.nn.functional as F

from pixelgrad.images import STD, clamp_to_valid


def fgsm(X, y, model, eps):
    X = (X + 0.01 * torch.randn_like(X)).detach().requires_grad_()
    loss = F.cross_entropy(model(X), y)
    g, = torch.autograd.grad(loss, X)
    std = X.new_tensor(STD).view(3, 1, 1)
    return clamp_to_valid(X.detach() + eps / std * g.sign())
