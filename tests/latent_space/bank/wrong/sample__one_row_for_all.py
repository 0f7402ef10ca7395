"""Draws one vector and repeats it.
Caught by: test_numbers_are_independent
"""

import torch


def sample(n, dim, limit=None, seed=None):
    dice = None if seed is None else torch.Generator().manual_seed(seed)
    z = torch.randn(1, dim, generator=dice)
    while limit is not None and (z.abs() > limit).any():
        far = z.abs() > limit
        z[far] = torch.randn(int(far.sum()), generator=dice)
    return z.repeat(n, 1)
