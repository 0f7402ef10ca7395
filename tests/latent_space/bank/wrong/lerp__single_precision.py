"""Converts to float32.
Caught by: test_double_precision_slices
"""


def lerp(z0, z1, t):
    t = t.float()[:, None, None]
    return (1 - t) * z0.float() + t * z1.float()
