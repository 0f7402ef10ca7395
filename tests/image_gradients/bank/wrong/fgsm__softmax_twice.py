"""Applies softmax before the cross-entropy, which does so itself.
Caught by: test_loss_is_the_cross_entropy
"""

import torch
import torch.nn.functional as F

from pixelgrad.images import STD, clamp_to_valid


def fgsm(X, y, model, eps):
    X = X.detach().clone().requires_grad_()
    loss = F.cross_entropy(model(X).softmax(dim=1), y)
    g, = torch.autograd.grad(loss, X)
    std = X.new_tensor(STD).view(3, 1, 1)
    return clamp_to_valid(X.detach() + eps / std * g.sign())
