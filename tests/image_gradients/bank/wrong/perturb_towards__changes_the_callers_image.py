"""Writes the step into the caller's image.
Caught by: test_image_of_the_caller_is_kept
"""

import torch
import torch.nn.functional as F


def perturb_towards(X, y_other, model, gain):
    X.requires_grad_()
    loss = F.cross_entropy(model(X), y_other)
    g, = torch.autograd.grad(loss, X)
    X.data -= gain * 2 / 255 * g.sign()
    return X.detach().clamp(-1, 1)
