"""A Gaussian blur of SciPy, a clamp by hand."""

import torch
from scipy.ndimage import gaussian_filter

from pixelgrad.images import jitter

MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def visualise_feature(
    net, objective, steps, start, learning_rate=8.0, max_jitter=8,
    smoothness=0.5,
):
    img = start.detach()
    for t in range(steps):
        ox, oy = torch.randint(max_jitter, (2,)).tolist()
        X = jitter(img, ox, oy).requires_grad_()
        g, = torch.autograd.grad(objective(net, X), X)
        norm = g.flatten(1).norm(dim=1).view(-1, 1, 1, 1).clamp(min=1e-12)
        X = X.detach() + learning_rate * g / norm
        img = jitter(X, -ox, -oy)
        img = torch.maximum(torch.minimum(img, (1 - MEAN.to(img)) / STD.to(img)), -MEAN.to(img) / STD.to(img))
        if smoothness > 0:
            img = torch.from_numpy(gaussian_filter(img.numpy(), (0, 0, smoothness, smoothness)))
    return img
