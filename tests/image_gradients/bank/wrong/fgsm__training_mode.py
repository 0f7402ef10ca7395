"""Leaves the network in training mode.
Caught by: test_image_of_the_caller_is_kept
"""

import torch
import torch.nn.functional as F

from pixelgrad.images import STD, clamp_to_valid


def fgsm(X, y, model, eps):
    model.train()
    X = X.detach().clone().requires_grad_()
    loss = F.cross_entropy(model(X), y)
    g, = torch.autograd.grad(loss, X)
    std = X.new_tensor(STD).view(3, 1, 1)
    return clamp_to_valid(X.detach() + eps / std * g.sign())
