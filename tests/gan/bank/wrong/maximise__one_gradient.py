"""The gradient of the start in all steps.
Caught by: test_the_way
"""

import torch


def maximise(outputs, X, wanted, steps=200, *, rate=0.1, decay=0.001):
    X = X.detach().requires_grad_()
    (g,) = torch.autograd.grad(outputs(X)[torch.arange(len(X)), wanted].sum(), X)
    X = X.detach()
    for _ in range(steps):
        X = (X + rate * (g - decay * X * X.abs())).clamp(-1, 1)
    return X
