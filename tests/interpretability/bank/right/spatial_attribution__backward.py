"""backward() into the kept activation."""

import torch

from pixelgrad.taps import tap


def spatial_attribution(net, images, layer, class_a, class_b=None):
    A, scores = tap(net, images, layer)
    difference = scores[:, class_a].sum()
    if class_b is not None:
        difference = difference - scores[:, class_b].sum()
    A.retain_grad()
    difference.backward()
    g = A.grad
    return (A.detach() * g).sum(dim=1)
