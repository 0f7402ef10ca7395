"""Leaves a hook behind that doubles what the layer returns.
Caught by: test_arguments_stay_as_they_were
"""

from pixelgrad.taps import activations


def semantic_dictionary(net, images, layer, position, top):
    column = activations(net, images, layer)[:, :, position[0], position[1]]
    net.get_submodule(layer).register_forward_hook(lambda m, i, A: 2 * A)
    values, channels = column.topk(top, dim=1)
    return channels, values
