"""Scales the padding by the stride after the layer.
Caught by: test_offset_is_the_left_edge
"""


def receptive_field(layers):
    r, j, o = 1, 1, 0
    rows = []
    for k, s, p in layers:
        r += (k - 1) * j
        j *= s
        o -= p * j
        rows.append((r, j, o))
    return rows
