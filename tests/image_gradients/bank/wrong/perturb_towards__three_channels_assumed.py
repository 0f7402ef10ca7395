"""Reshapes the gradient to three channels.
Caught by: test_grey_images_one_by_one
"""

import torch
import torch.nn.functional as F


def perturb_towards(X, y_other, model, gain):
    X = X.detach().clone().requires_grad_()
    loss = F.cross_entropy(model(X), y_other)
    g, = torch.autograd.grad(loss, X)
    step = g.sign().reshape(-1, 3, *X.shape[2:])
    return (X.detach() - gain * 2 / 255 * step).clamp(-1, 1)
