"""Shrinks all vectors until the largest number is within the limit.
Caught by: test_limit_draws_again
"""

import torch


def sample(n, dim, limit=None, seed=None):
    dice = None if seed is None else torch.Generator().manual_seed(seed)
    z = torch.randn(n, dim, generator=dice)
    return z if limit is None else z * min(1.0, limit / float(z.abs().max()))
