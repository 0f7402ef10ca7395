"""Ten steps by default.
Caught by: test_defaults
"""

import torch
import torch.nn.functional as F


def trick(netD, X, y_other, gain=10, steps=10):
    for _ in range(steps):
        X = X.detach().requires_grad_()
        loss = F.cross_entropy(netD(X)[1], y_other)
        g, = torch.autograd.grad(loss, X)
        X = (X.detach() - gain * 1.001 / steps * 2 / 255 * g.sign()).clamp(-1, 1)
    return X
