"""One step, whatever is asked for.
Caught by: test_several_steps
"""

import torch
import torch.nn.functional as F


def trick(netD, X, y_other, gain=10, steps=1):
    steps = 1
    for _ in range(1):
        X = X.detach().requires_grad_()
        loss = F.cross_entropy(netD(X)[1], y_other)
        g, = torch.autograd.grad(loss, X)
        X = (X.detach() - gain / steps * 2 / 255 * g.sign()).clamp(-1, 1)
    return X
