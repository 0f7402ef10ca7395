"""Unfreezes the weights, so backward() fills their gradients.
Caught by: test_image_of_the_caller_is_kept
"""

import torch.nn.functional as F


def perturb_towards(X, y_other, model, gain):
    model.requires_grad_(True)
    X = X.detach().clone().requires_grad_()
    loss = F.cross_entropy(model(X), y_other)
    loss.backward()
    g = X.grad
    return (X.detach() - gain * 2 / 255 * g.sign()).clamp(-1, 1)
