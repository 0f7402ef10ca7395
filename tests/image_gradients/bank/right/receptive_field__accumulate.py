"""itertools.accumulate over the layers."""

from itertools import accumulate


def receptive_field(layers):
    def add(seen, layer):
        (r, j, o), (k, s, p) = seen, layer
        return r + (k - 1) * j, j * s, o - p * j

    return list(accumulate(layers, add, initial=(1, 1, 0)))[1:]
