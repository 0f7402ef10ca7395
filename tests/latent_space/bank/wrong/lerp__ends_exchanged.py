"""Begins at z1.
Caught by: test_value_by_hand
"""


def lerp(z0, z1, t):
    t = t[:, None, None]
    return t * z0 + (1 - t) * z1
