"""z0 + t z1.
Caught by: test_value_by_hand
"""


def lerp(z0, z1, t):
    return z0 + t[:, None, None] * z1
