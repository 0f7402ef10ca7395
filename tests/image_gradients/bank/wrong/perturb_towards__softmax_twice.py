"""Applies softmax before the cross-entropy, which does so itself.
Caught by: test_loss_is_the_cross_entropy
"""

import torch
import torch.nn.functional as F


def perturb_towards(X, y_other, model, gain):
    X = X.detach().clone().requires_grad_()
    loss = F.cross_entropy(model(X).softmax(dim=1), y_other)
    g, = torch.autograd.grad(loss, X)
    return (X.detach() - gain * 2 / 255 * g.sign()).clamp(-1, 1)
