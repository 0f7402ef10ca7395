"""Leaves gradients in the network.
Caught by: test_nothing_is_left_behind
"""

import torch.nn.functional as F


def trick(netD, X, y_other, gain=10, steps=1):
    for _ in range(steps):
        X = X.detach().requires_grad_()
        loss = F.cross_entropy(netD(X)[1], y_other)
        loss.backward()
        g = X.grad
        X = (X.detach() - gain / steps * 2 / 255 * g.sign()).clamp(-1, 1)
    return X
