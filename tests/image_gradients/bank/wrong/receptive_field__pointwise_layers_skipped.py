"""Gives no row to 1x1 layers.
Caught by: test_pointwise_layers_change_nothing
"""


def receptive_field(layers):
    r, j, o = 1, 1, 0
    rows = []
    for k, s, p in layers:
        r = r + (k - 1) * j
        o = o - p * j
        j = s * j
        rows.append((r, j, o))
    rows = [row for row, layer in zip(rows, layers) if layer[0] > 1]
    return rows
