"""gather, and range for the bar."""

import torch


def maximise(outputs, X, wanted, steps=200, *, rate=0.1, decay=0.001):
    for _ in range(steps):
        X = X.detach().requires_grad_()
        s = outputs(X).gather(1, wanted[:, None])
        g, = torch.autograd.grad(s.sum(), X)
        X = X.detach()
        X = (X + rate * (g - decay * X * X.abs())).clamp(-1, 1)
    return X
