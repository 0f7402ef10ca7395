"""Sorts from the weakest up.
Caught by: test_strong_is_large_not_far_from_zero
"""

from pixelgrad.taps import activations


def semantic_dictionary(net, images, layer, position, top):
    column = activations(net, images, layer).detach()[:, :, position[0], position[1]]
    values, channels = column.sort(dim=1)
    values, channels = values[:, :top], channels[:, :top]
    return channels, values
