"""One image after the other."""

import torch


def maximise(outputs, X, wanted, steps=200, *, rate=0.1, decay=0.001):
    made = []
    for x, k in zip(X, wanted.tolist()):
        x = x[None].detach().clone()
        for _ in range(steps):
            x.requires_grad_(True)
            g = torch.autograd.grad(outputs(x)[0, k], x)[0]
            x = torch.clamp(x.detach() + rate * g - rate * decay * x.detach() * x.detach().abs(), -1, 1)
        made.append(x)
    return torch.cat(made)
