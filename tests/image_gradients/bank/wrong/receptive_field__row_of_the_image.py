"""Begins the list with a row for the image itself.
Caught by: test_one_row_per_layer
"""


def receptive_field(layers):
    r, j, o = 1, 1, 0
    rows = []
    rows.append((r, j, o))
    for k, s, p in layers:
        r = r + (k - 1) * j
        o = o - p * j
        j = s * j
        rows.append((r, j, o))
    return rows
