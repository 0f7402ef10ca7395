"""Takes all 100 steps, fooled or not.
Caught by: test_walk_stops_when_fooled
"""

import torch


def make_fooling_image(X, target_y, model):
    X_fooling = X.detach().clone()
    for _ in range(100):
        X_fooling = X_fooling.detach().requires_grad_()
        scores = model(X_fooling)
        g, = torch.autograd.grad(scores[0, target_y], X_fooling)
        X_fooling = X_fooling + g / g.norm()
    return X_fooling.detach()
