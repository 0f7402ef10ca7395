"""Does not clip the result.
Caught by: test_pixels_stay_between_minus_one_and_one
"""

import torch
import torch.nn.functional as F


def perturb_towards(X, y_other, model, gain):
    X = X.detach().clone().requires_grad_()
    loss = F.cross_entropy(model(X), y_other)
    g, = torch.autograd.grad(loss, X)
    return X.detach() - gain * 2 / 255 * g.sign()
