"""Ranks by the mean over the images.
Caught by: test_each_image_has_its_own_order
"""

from pixelgrad.taps import activations


def semantic_dictionary(net, images, layer, position, top):
    column = activations(net, images, layer).detach()[:, :, position[0], position[1]]
    channels = column.mean(dim=0, keepdim=True).topk(top, dim=1).indices.expand(len(column), top)
    values = column.gather(1, channels)
    return channels, values
