"""Does not clip the result.
Caught by: test_pixels_stay_valid
"""

import torch
import torch.nn.functional as F

from pixelgrad.images import STD


def fgsm(X, y, model, eps):
    X = X.detach().clone().requires_grad_()
    loss = F.cross_entropy(model(X), y)
    g, = torch.autograd.grad(loss, X)
    std = X.new_tensor(STD).view(3, 1, 1)
    return X.detach() + eps / std * g.sign()
