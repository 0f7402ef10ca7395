"""Explains probabilities.
Caught by: test_shares_of_the_last_layer_are_complete
"""

import torch

from pixelgrad.taps import tap


def channel_attribution(net, images, layer, class_a, class_b=None):
    A, scores = tap(net, images, layer)
    scores = scores.softmax(dim=1)
    difference = scores[:, class_a].sum()
    if class_b is not None:
        difference = difference - scores[:, class_b].sum()
    g, = torch.autograd.grad(difference, A)
    return (A.detach() * g).sum(dim=(2, 3))
