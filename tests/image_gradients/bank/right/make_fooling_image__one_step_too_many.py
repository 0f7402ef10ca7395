"""Looks at the scores from before the step, and so takes one step beyond."""

import torch


def make_fooling_image(X, target_y, model):
    if model(X).argmax() == target_y:
        return X.clone()
    X_fooling = X.detach().clone()
    for _ in range(100):
        X_fooling = X_fooling.detach().requires_grad_()
        scores = model(X_fooling)
        g, = torch.autograd.grad(scores[0, target_y], X_fooling)
        X_fooling = X_fooling + 10 * g / g.norm()
        if scores.argmax() == target_y:
            break
    return X_fooling.detach()
