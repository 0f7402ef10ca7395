"""Uses the first label for the whole batch.
Caught by: test_grey_images_one_by_one
"""

import torch
import torch.nn.functional as F


def perturb_towards(X, y_other, model, gain):
    X = X.detach().clone().requires_grad_()
    loss = F.cross_entropy(model(X), y_other[:1].expand(len(X)))
    g, = torch.autograd.grad(loss, X)
    return (X.detach() - gain * 2 / 255 * g.sign()).clamp(-1, 1)
