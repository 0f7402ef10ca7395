"""Steps first and looks after, so an image that is already fooled is changed.
Caught by: test_fooled_image_comes_back_unchanged
"""

import torch


def make_fooling_image(X, target_y, model):
    X_fooling = X.detach().clone()
    for _ in range(100):
        X_fooling = X_fooling.detach().requires_grad_()
        scores = model(X_fooling)
        g, = torch.autograd.grad(scores[0, target_y], X_fooling)
        X_fooling = X_fooling + g / g.norm()
        if scores.argmax() == target_y:
            break
    return X_fooling.detach()
