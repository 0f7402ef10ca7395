"""torch.func.grad and torch.roll."""

import torch

from pixelgrad.images import blur_image, clamp_to_valid, jitter


def visualise_feature(
    net, objective, steps, start, learning_rate=8.0, max_jitter=8,
    smoothness=0.5,
):
    img = start.detach()
    for t in range(steps):
        ox, oy = torch.randint(0, max_jitter, (2,)).tolist()
        X = torch.roll(img, (oy, ox), (2, 3))
        g = torch.func.grad(lambda x: objective(net, x))(X)
        norm = g.flatten(1).norm(dim=1).view(-1, 1, 1, 1).clamp(min=1e-12)
        X = X + learning_rate * g / norm
        img = torch.roll(X, (-oy, -ox), (2, 3))
        img = clamp_to_valid(img)
        img = blur_image(img, smoothness)
    return img
