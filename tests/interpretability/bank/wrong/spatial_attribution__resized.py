"""Resizes the map to the image.
Caught by: test_each_image_for_itself
"""

import torch

from pixelgrad.taps import tap


def spatial_attribution(net, images, layer, class_a, class_b=None):
    A, scores = tap(net, images, layer)
    difference = scores[:, class_a].sum()
    if class_b is not None:
        difference = difference - scores[:, class_b].sum()
    g, = torch.autograd.grad(difference, A)
    R = (A.detach() * g).sum(dim=1, keepdim=True)
    return torch.nn.functional.interpolate(R, images.shape[2:], mode='bilinear')[:, 0]
