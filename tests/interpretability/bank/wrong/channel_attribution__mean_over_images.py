"""Divides by the number of images.
Caught by: test_each_image_for_itself
"""

import torch

from pixelgrad.taps import tap


def channel_attribution(net, images, layer, class_a, class_b=None):
    A, scores = tap(net, images, layer)
    difference = scores[:, class_a].mean()
    if class_b is not None:
        difference = difference - scores[:, class_b].mean()
    g, = torch.autograd.grad(difference, A)
    return (A.detach() * g).sum(dim=(2, 3))
