"""The decay is the gradient of a third of the cubed size."""

import torch
import torch.nn.functional as F


def maximise(outputs, X, wanted, steps=200, *, rate=0.1, decay=0.001):
    hot = None
    for _ in range(steps):
        X = X.detach().requires_grad_()
        found = outputs(X)
        hot = F.one_hot(wanted, found.shape[1]).to(found.dtype) if hot is None else hot
        objective = (found * hot).sum() - decay * X.abs().pow(3).sum() / 3
        X = (X + rate * torch.autograd.grad(objective, X)[0]).detach().clamp(-1, 1)
    return X
