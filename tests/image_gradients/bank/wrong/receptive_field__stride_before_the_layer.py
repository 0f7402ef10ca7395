"""Reports the stride before the layer.
Caught by: test_strides_multiply
"""


def receptive_field(layers):
    r, j, o = 1, 1, 0
    rows = []
    for k, s, p in layers:
        r = r + (k - 1) * j
        o = o - p * j
        j = s * j
        rows.append((r, j // s, o))
    return rows
