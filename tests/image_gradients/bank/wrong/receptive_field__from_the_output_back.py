"""Goes through the layers from the last to the first.
Caught by: test_windows_are_what_reaches_an_output
"""


def receptive_field(layers):
    r, j, o = 1, 1, 0
    rows = []
    for k, s, p in reversed(layers):
        r += (k - 1) * j
        o -= p * j
        j *= s
        rows.append((r, j, o))
    return rows[::-1]
