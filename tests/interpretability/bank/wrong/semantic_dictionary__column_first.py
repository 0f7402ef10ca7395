"""Reads position as (column, row), where that exists.
Caught by: test_row_comes_before_column
"""

from pixelgrad.taps import activations


def semantic_dictionary(net, images, layer, position, top):
    A = activations(net, images, layer)
    row, column = min(position[1], A.shape[2] - 1), min(position[0], A.shape[3] - 1)
    values, channels = A[:, :, row, column].topk(top, dim=1)
    return channels, values
