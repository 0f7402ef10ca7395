"""Counts half the kernel on both sides, which makes even kernels one larger.
Caught by: test_published_values
"""


def receptive_field(layers):
    r, j, o = 1, 1, 0
    rows = []
    for k, s, p in layers:
        r = r + 2 * (k // 2) * j
        o = o - p * j
        j = s * j
        rows.append((r, j, o))
    return rows
