"""Has no default settings.
Caught by: test_defaults_are_those_of_the_stub
"""

import torch

from pixelgrad.images import blur_image, clamp_to_valid, jitter


def visualise_feature(
    net, objective, steps, start, learning_rate, max_jitter,
    smoothness,
):
    img = start.detach()
    for t in range(steps):
        ox, oy = torch.randint(max_jitter, (2,)).tolist()
        X = jitter(img, ox, oy).requires_grad_()
        g, = torch.autograd.grad(objective(net, X), X)
        norm = g.flatten(1).norm(dim=1).view(-1, 1, 1, 1).clamp(min=1e-12)
        X = X.detach() + learning_rate * g / norm
        img = jitter(X, -ox, -oy)
        img = clamp_to_valid(img)
        img = blur_image(img, smoothness)
    return img
