"""Empties the caller's list.
Caught by: test_second_call_gives_the_same
"""


def receptive_field(layers):
    r, j, o = 1, 1, 0
    rows = []
    while layers:
        k, s, p = layers.pop(0)
        r, o, j = r + (k - 1) * j, o - p * j, s * j
        rows.append((r, j, o))
    return rows
