"""einsum over the other axes."""

import torch

from pixelgrad.taps import tap


def channel_attribution(net, images, layer, class_a, class_b=None):
    A, scores = tap(net, images, layer)
    weight = torch.zeros_like(scores)
    weight[:, class_a] += 1
    if class_b is not None:
        weight[:, class_b] -= 1
    g, = torch.autograd.grad(scores, A, weight)
    return torch.einsum("nkhw,nkhw->nk", A.detach(), g)
