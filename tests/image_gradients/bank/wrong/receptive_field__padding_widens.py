"""Adds the padding to the size.
Caught by: test_published_values
"""


def receptive_field(layers):
    r, j, o = 1, 1, 0
    rows = []
    for k, s, p in layers:
        r = r + (k - 1 + 2 * p) * j
        o = o - p * j
        j = s * j
        rows.append((r, j, o))
    return rows
