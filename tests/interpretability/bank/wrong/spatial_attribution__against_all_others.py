"""Without class_b explains class_a less the mean of all.
Caught by: test_one_class_or_two
"""

import torch

from pixelgrad.taps import tap


def spatial_attribution(net, images, layer, class_a, class_b=None):
    A, scores = tap(net, images, layer)
    difference = scores[:, class_a].sum()
    difference = difference - (scores.mean(dim=1).sum() if class_b is None else scores[:, class_b].sum())
    g, = torch.autograd.grad(difference, A)
    return (A.detach() * g).sum(dim=1)
