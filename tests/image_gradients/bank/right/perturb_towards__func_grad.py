"""torch.func: the gradient of a pure function."""

import torch
import torch.nn.functional as F


def perturb_towards(X, y_other, model, gain):
    g = torch.func.grad(lambda images: F.cross_entropy(model(images), y_other, reduction="sum"))(X)
    return torch.clamp(X - 2 * gain / 255 * torch.sign(g), min=-1, max=1)
