"""Drops all axes of length 1.
Caught by: test_grey_images_one_by_one
"""

import torch
import torch.nn.functional as F


def perturb_towards(X, y_other, model, gain):
    X = X.detach().clone().requires_grad_()
    loss = F.cross_entropy(model(X), y_other)
    g, = torch.autograd.grad(loss, X)
    return (X.detach() - gain * 2 / 255 * g.sign()).clamp(-1, 1).squeeze()
