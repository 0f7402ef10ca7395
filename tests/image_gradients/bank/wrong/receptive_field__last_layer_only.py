"""Returns the last layer's row alone.
Caught by: test_one_row_per_layer
"""


def receptive_field(layers):
    r, j, o = 1, 1, 0
    rows = []
    for k, s, p in layers:
        r = r + (k - 1) * j
        o = o - p * j
        j = s * j
        rows.append((r, j, o))
    rows = rows[-1:]
    return rows
