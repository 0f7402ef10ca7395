"""Always returns three channels.
Caught by: test_top_is_honoured
"""

from pixelgrad.taps import activations


def semantic_dictionary(net, images, layer, position, top):
    column = activations(net, images, layer).detach()[:, :, position[0], position[1]]
    values, channels = column.topk(3, dim=1)
    return channels, values
