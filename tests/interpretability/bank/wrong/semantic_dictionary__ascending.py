"""Has the right channels in ascending order.
Caught by: test_strong_is_large_not_far_from_zero
"""

from pixelgrad.taps import activations


def semantic_dictionary(net, images, layer, position, top):
    column = activations(net, images, layer).detach()[:, :, position[0], position[1]]
    values, channels = column.topk(top, dim=1)
    values, channels = values.flip(1), channels.flip(1)
    return channels, values
