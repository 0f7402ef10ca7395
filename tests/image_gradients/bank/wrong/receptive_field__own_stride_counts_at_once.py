"""Multiplies the stride first, so a layer's own stride widens its window.
Caught by: test_size_grows_by_the_stride_before
"""


def receptive_field(layers):
    r, j, o = 1, 1, 0
    rows = []
    for k, s, p in layers:
        j *= s
        r += (k - 1) * j
        o -= p * j // s
        rows.append((r, j, o))
    return rows
