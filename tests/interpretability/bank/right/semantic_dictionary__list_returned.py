"""A list of two tensors, int32 channels."""

from pixelgrad.taps import activations


def semantic_dictionary(net, images, layer, position, top):
    column = activations(net, images, layer).detach()[:, :, position[0], position[1]]
    values, channels = column.topk(top, dim=1)
    return [channels.int(), values]
