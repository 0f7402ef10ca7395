"""Ignores the seed.
Caught by: test_seed_repeats_the_draw
"""

import torch


def sample(n, dim, limit=None, seed=None):
    z = torch.randn(n, dim)
    while limit is not None and (z.abs() > limit).any():
        far = z.abs() > limit
        z[far] = torch.randn(int(far.sum()))
    return z
