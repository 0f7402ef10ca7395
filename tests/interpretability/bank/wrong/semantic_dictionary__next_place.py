"""Leaves the strongest channel out.
Caught by: test_top_is_honoured
"""

from pixelgrad.taps import activations


def semantic_dictionary(net, images, layer, position, top):
    column = activations(net, images, layer).detach()[:, :, position[0], position[1]]
    values, channels = column.sort(dim=1, descending=True)
    values, channels = values[:, 1 : top + 1], channels[:, 1 : top + 1]
    return channels, values
