"""Returns what is added to the image and not the image.
Caught by: test_step_is_normalised
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
        X_fooling = X_fooling + g / g.norm()
    return X_fooling.detach() - X
