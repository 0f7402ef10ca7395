"""The straight line.
Caught by: test_quarter_circle_by_hand
"""


def slerp(z0, z1, t):
    t = t[:, None, None]
    return (1 - t) * z0 + t * z1
