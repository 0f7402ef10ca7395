"""Adds kernel - 1 whatever the strides before.
Caught by: test_size_grows_by_the_stride_before
"""


def receptive_field(layers):
    r, j, o = 1, 1, 0
    rows = []
    for k, s, p in layers:
        r = r + k - 1
        o = o - p * j
        j = s * j
        rows.append((r, j, o))
    return rows
