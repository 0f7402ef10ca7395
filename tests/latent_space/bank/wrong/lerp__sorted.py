"""Sorts the times.
Caught by: test_line_goes_on_outside
"""


def lerp(z0, z1, t):
    t = t.sort().values[:, None, None]
    return (1 - t) * z0 + t * z1
