"""Slow at both ends.
Caught by: test_value_by_hand
"""


def lerp(z0, z1, t):
    t = (3 * t**2 - 2 * t**3)[:, None, None]
    return (1 - t) * z0 + t * z1
