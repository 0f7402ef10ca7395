"""A step of gradient descent on the sign of the gradient."""

import torch
import torch.nn.functional as F


def perturb_towards(X, y_other, model, gain):
    x = torch.nn.Parameter(X.detach().clone())
    optimiser = torch.optim.SGD([x], lr=gain * 2 / 255)
    F.cross_entropy(model(x), y_other).backward()
    x.grad.sign_()
    optimiser.step()
    return x.detach().clamp(-1, 1)
