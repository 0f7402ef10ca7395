"""Walks on the caller's own image.
Caught by: test_image_of_the_caller_is_kept
"""

import torch


def make_fooling_image(X, target_y, model):
    X_fooling = X
    X_fooling.requires_grad_()
    for _ in range(100):
        scores = model(X_fooling)
        if scores.argmax() == target_y:
            break
        g, = torch.autograd.grad(scores[0, target_y], X_fooling)
        X_fooling.data += g / g.norm()
    return X_fooling.detach()
