"""Counts a kernel of 1 as two pixels.
Caught by: test_pointwise_layers_change_nothing
"""


def receptive_field(layers):
    r, j, o = 1, 1, 0
    rows = []
    for k, s, p in layers:
        r = r + max(k - 1, 1) * j
        o = o - p * j
        j = s * j
        rows.append((r, j, o))
    return rows
