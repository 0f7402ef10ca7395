"""Collects the rows in a list that outlives the call.
Caught by: test_second_call_gives_the_same
"""

rows = []


def receptive_field(layers):
    r, j, o = 1, 1, 0
    for k, s, p in layers:
        r, o, j = r + (k - 1) * j, o - p * j, s * j
        rows.append((r, j, o))
    return rows
