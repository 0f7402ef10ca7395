"""Image by image."""

import torch

from pixelgrad.taps import tap


def spatial_attribution(net, images, layer, class_a, class_b=None):
    rows = []
    for x in images:
        A, scores = tap(net, x[None], layer)
        difference = scores[0, class_a] if class_b is None else scores[0, class_a] - scores[0, class_b]
        rows.append((A * torch.autograd.grad(difference, A)[0]).sum(dim=1))
    return torch.cat(rows)
