"""The start plus t times the way."""


def lerp(z0, z1, t):
    return z0 + t.reshape(-1, 1, 1) * (z1 - z0)
