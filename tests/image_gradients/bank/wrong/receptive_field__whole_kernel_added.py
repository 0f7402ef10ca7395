"""Adds the kernel instead of the kernel less one.
Caught by: test_size_grows_by_the_stride_before
"""


def receptive_field(layers):
    r, j, o = 0, 1, 0
    rows = []
    for k, s, p in layers:
        r = r + k * j
        o = o - p * j
        j = s * j
        rows.append((r, j, o))
    return rows
