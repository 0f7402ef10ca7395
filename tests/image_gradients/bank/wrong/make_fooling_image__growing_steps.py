"""Multiplies the step by the number of the iteration.
Caught by: test_gradient_is_zeroed_between_steps
"""

import torch


def make_fooling_image(X, target_y, model):
    X_fooling = X.detach().clone()
    for k in range(100):
        X_fooling = X_fooling.detach().requires_grad_()
        scores = model(X_fooling)
        if scores.argmax() == target_y:
            break
        g, = torch.autograd.grad(scores[0, target_y], X_fooling)
        X_fooling = X_fooling + (k + 1) * g / g.norm()
    return X_fooling.detach()
