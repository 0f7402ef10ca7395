"""Keeps a tensor that an in-place activation overwrites.
Caught by: test_layer_before_an_in_place_activation
"""

import torch


def semantic_dictionary(net, images, layer, position, top):
    kept = []
    hook = net.get_submodule(layer).register_forward_hook(lambda m, i, A: kept.append(A))
    net(images)
    hook.remove()
    column = kept[0][:, :, position[0], position[1]].detach()
    values, channels = column.topk(top, dim=1)
    return channels, values
