"""Clamps the normalised pixels to [0, 1].
Caught by: test_network_is_fooled
"""

import torch


def make_fooling_image(X, target_y, model):
    X_fooling = X.detach().clone()
    for _ in range(100):
        X_fooling = X_fooling.detach().requires_grad_()
        scores = model(X_fooling)
        if scores.argmax() == target_y:
            break
        g, = torch.autograd.grad(scores[0, target_y], X_fooling)
        X_fooling = (X_fooling + g / g.norm()).clamp(0, 1)
    return X_fooling.detach()
