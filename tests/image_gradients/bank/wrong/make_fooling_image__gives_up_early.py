"""Gives up after fifty steps.
Caught by: test_hopeless_target_is_given_up
"""

import torch


def make_fooling_image(X, target_y, model):
    X_fooling = X.detach().clone()
    for _ in range(50):
        X_fooling = X_fooling.detach().requires_grad_()
        scores = model(X_fooling)
        if scores.argmax() == target_y:
            break
        g, = torch.autograd.grad(scores[0, target_y], X_fooling)
        X_fooling = X_fooling + g / g.norm()
    return X_fooling.detach()
