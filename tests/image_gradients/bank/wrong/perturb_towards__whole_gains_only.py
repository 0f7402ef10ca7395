"""Rounds the gain down.
Caught by: test_gain_counts_8_bit_steps
"""

import torch
import torch.nn.functional as F


def perturb_towards(X, y_other, model, gain):
    X = X.detach().clone().requires_grad_()
    loss = F.cross_entropy(model(X), y_other)
    g, = torch.autograd.grad(loss, X)
    return (X.detach() - int(gain) * 2 / 255 * g.sign()).clamp(-1, 1)
