"""Ends at the ends.
Caught by: test_line_goes_on_outside
"""


def lerp(z0, z1, t):
    t = t.clamp(0, 1)[:, None, None]
    return (1 - t) * z0 + t * z1
