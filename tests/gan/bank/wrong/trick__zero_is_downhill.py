"""Takes a gradient of 0 for a negative one.
Caught by: test_pixels_that_do_not_matter_stay
"""

import torch
import torch.nn.functional as F


def trick(netD, X, y_other, gain=10, steps=1):
    for _ in range(steps):
        X = X.detach().requires_grad_()
        g, = torch.autograd.grad(F.cross_entropy(netD(X)[1], y_other), X)
        way = torch.where(g > 0, 1.0, -1.0)
        X = (X.detach() - gain / steps * 2 / 255 * way).clamp(-1, 1)
    return X
