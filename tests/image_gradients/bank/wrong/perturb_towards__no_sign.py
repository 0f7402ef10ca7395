"""Subtracts the gradient itself.
Caught by: test_step_by_hand
"""

import torch
import torch.nn.functional as F


def perturb_towards(X, y_other, model, gain):
    X = X.detach().clone().requires_grad_()
    loss = F.cross_entropy(model(X), y_other)
    g, = torch.autograd.grad(loss, X)
    return (X.detach() - gain * 2 / 255 * g).clamp(-1, 1)
