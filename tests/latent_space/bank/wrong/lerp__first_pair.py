"""The first pair alone.
Caught by: test_each_pair_each_time
"""


def lerp(z0, z1, t):
    t = t[:, None, None]
    return ((1 - t) * z0[:1] + t * z1[:1]).expand(len(t), *z0.shape)
