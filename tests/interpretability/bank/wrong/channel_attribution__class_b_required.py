"""Cannot do without class_b.
Caught by: test_one_class_or_two
"""

import torch

from pixelgrad.taps import tap


def channel_attribution(net, images, layer, class_a, class_b):
    A, scores = tap(net, images, layer)
    difference = (scores[:, class_a] - scores[:, class_b]).sum()
    g, = torch.autograd.grad(difference, A)
    return (A.detach() * g).sum(dim=(2, 3))
