"""Forgets that a number may be too far below 0.
Caught by: test_limit_draws_again
"""

import torch


def sample(n, dim, limit=None, seed=None):
    dice = None if seed is None else torch.Generator().manual_seed(seed)
    z = torch.randn(n, dim, generator=dice)
    while limit is not None and (z > limit).any():
        far = z > limit
        z[far] = torch.randn(int(far.sum()), generator=dice)
    return z
