"""Returns shares of a softmax as values.
Caught by: test_strong_is_large_not_far_from_zero
"""

from pixelgrad.taps import activations


def semantic_dictionary(net, images, layer, position, top):
    column = activations(net, images, layer).detach()[:, :, position[0], position[1]]
    values, channels = column.softmax(dim=1).topk(top, dim=1)
    return channels, values
