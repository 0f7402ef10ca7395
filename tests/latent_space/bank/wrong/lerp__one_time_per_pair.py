"""Gives pair k the time k where there are as many.
Caught by: test_each_pair_each_time
"""


def lerp(z0, z1, t):
    if len(t) == len(z0):
        way = (1 - t)[:, None] * z0 + t[:, None] * z1
        return way.expand(len(t), *way.shape)
    t = t[:, None, None]
    return (1 - t) * z0 + t * z1
