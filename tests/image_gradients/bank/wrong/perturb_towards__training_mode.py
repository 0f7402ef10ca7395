"""Leaves the network in training mode.
Caught by: test_image_of_the_caller_is_kept
"""

import torch
import torch.nn.functional as F


def perturb_towards(X, y_other, model, gain):
    model.train()
    X = X.detach().clone().requires_grad_()
    loss = F.cross_entropy(model(X), y_other)
    g, = torch.autograd.grad(loss, X)
    return (X.detach() - gain * 2 / 255 * g.sign()).clamp(-1, 1)
