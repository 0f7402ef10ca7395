"""Starts the next call from where the last one ended.
Caught by: test_second_call_gives_the_same
"""

import torch

last = None


def make_fooling_image(X, target_y, model):
    global last
    X_fooling = X.detach().clone() if last is None else last
    for _ in range(100):
        X_fooling = X_fooling.detach().requires_grad_()
        scores = model(X_fooling)
        if scores.argmax() == target_y:
            break
        g, = torch.autograd.grad(scores[0, target_y], X_fooling)
        X_fooling = X_fooling + g / g.norm()
    last = X_fooling.detach() + X_fooling.detach().sign() * 1e-3
    return X_fooling.detach()
