"""Raises the raw score in place of lowering the cross-entropy.
Caught by: test_one_step
"""

import torch


def trick(netD, X, y_other, gain=10, steps=1):
    for _ in range(steps):
        X = X.detach().requires_grad_()
        loss = -netD(X)[1][torch.arange(len(X)), y_other].sum()
        g, = torch.autograd.grad(loss, X)
        X = (X.detach() - gain / steps * 2 / 255 * g.sign()).clamp(-1, 1)
    return X
