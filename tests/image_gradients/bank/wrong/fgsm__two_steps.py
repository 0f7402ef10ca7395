"""Takes two steps.
Caught by: test_step_by_hand
"""

import torch
import torch.nn.functional as F

from pixelgrad.images import STD, clamp_to_valid


def fgsm(X, y, model, eps):
    std = X.new_tensor(STD).view(3, 1, 1)
    for _ in range(2):
        X = X.detach().requires_grad_()
        g, = torch.autograd.grad(F.cross_entropy(model(X), y), X)
        X = clamp_to_valid(X + eps / std * g.sign())
    return X.detach()
