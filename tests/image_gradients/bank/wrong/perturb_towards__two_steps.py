"""Takes two steps.
Caught by: test_step_by_hand
"""

import torch
import torch.nn.functional as F


def perturb_towards(X, y_other, model, gain):
    for _ in range(2):
        X = X.detach().requires_grad_()
        g, = torch.autograd.grad(F.cross_entropy(model(X), y_other), X)
        X = (X - gain * 2 / 255 * g.sign()).clamp(-1, 1)
    return X.detach()
