"""A step more than asked for.
Caught by: test_the_way
"""

import torch

from pixelgrad import progress


def maximise(outputs, X, wanted, steps=200, *, rate=0.1, decay=0.001):
    for _ in progress.bar(steps + 1, "climbing"):
        X = X.detach().requires_grad_()
        s = outputs(X)[torch.arange(len(X)), wanted]  # (N,)
        g, = torch.autograd.grad(s.sum(), X)
        X = X.detach()
        X = (X + rate * (g - decay * X * X.abs())).clamp(-1, 1)
    return X
