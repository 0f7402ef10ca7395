"""Leaves the gradient out.
Caught by: test_last_layer_by_hand
"""

import torch

from pixelgrad.taps import tap


def spatial_attribution(net, images, layer, class_a, class_b=None):
    A, scores = tap(net, images, layer)
    difference = scores[:, class_a].sum()
    if class_b is not None:
        difference = difference - scores[:, class_b].sum()
    g, = torch.autograd.grad(difference, A)
    return A.detach().sum(dim=1)
