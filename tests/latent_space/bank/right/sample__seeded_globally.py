"""Seeds the global dice when there is a seed, in a fork that is given up afterwards."""

import torch


def sample(n, dim, limit=None, seed=None):
    def draw():
        z = torch.randn(n, dim)
        while limit is not None and (z.abs() > limit).any():
            far = z.abs() > limit
            z[far] = torch.randn_like(z[far])
        return z

    if seed is None:
        return draw()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return draw()
