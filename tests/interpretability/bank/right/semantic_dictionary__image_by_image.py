"""Image by image."""

import torch

from pixelgrad.taps import activations


def semantic_dictionary(net, images, layer, position, top):
    row, column = position
    pairs = [activations(net, x[None], layer)[0, :, row, column].topk(top) for x in images]
    return torch.stack([p.indices for p in pairs]), torch.stack([p.values for p in pairs])
