"""The gradient of the first image in all steps.
Caught by: test_several_steps
"""

import torch
import torch.nn.functional as F


def trick(netD, X, y_other, gain=10, steps=1):
    X = X.detach().requires_grad_()
    (g,) = torch.autograd.grad(F.cross_entropy(netD(X)[1], y_other), X)
    for _ in range(steps):
        X = (X.detach() - gain / steps * 2 / 255 * g.sign()).clamp(-1, 1)
    return X
