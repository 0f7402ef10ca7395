"""Every image raises all wanted outputs.
Caught by: test_every_image_by_itself
"""

import torch

from pixelgrad import progress


def maximise(outputs, X, wanted, steps=200, *, rate=0.1, decay=0.001):
    for _ in progress.bar(steps, "climbing"):
        X = X.detach().requires_grad_()
        s = outputs(X)[:, wanted]  # (N,)
        g, = torch.autograd.grad(s.sum(), X)
        X = X.detach()
        X = (X + rate * (g - decay * X * X.abs())).clamp(-1, 1)
    return X
