"""One pass for each class."""

import torch

from pixelgrad.taps import tap


def spatial_attribution(net, images, layer, class_a, class_b=None):
    def one(c):
        A, scores = tap(net, images, layer)
        return (A * torch.autograd.grad(scores[:, c].sum(), A)[0]).sum(dim=1)

    return one(class_a) if class_b is None else one(class_a) - one(class_b)
