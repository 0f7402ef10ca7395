"""Adds the padding instead of subtracting it.
Caught by: test_offset_is_the_left_edge
"""


def receptive_field(layers):
    r, j, o = 1, 1, 0
    rows = []
    for k, s, p in layers:
        r = r + (k - 1) * j
        o = o + p * j
        j = s * j
        rows.append((r, j, o))
    return rows
