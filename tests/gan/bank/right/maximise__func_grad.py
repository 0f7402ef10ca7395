"""torch.func.grad."""

import torch


def maximise(outputs, X, wanted, steps=200, *, rate=0.1, decay=0.001):
    uphill = torch.func.grad(lambda Z: outputs(Z).gather(1, wanted[:, None]).sum())
    for _ in range(steps):
        X = torch.clip(X.detach() + rate * uphill(X.detach()) - rate * decay * X.detach() * X.detach().abs(), -1, 1)
    return X
