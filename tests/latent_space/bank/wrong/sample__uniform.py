"""Uniform numbers from -1 to 1.
Caught by: test_numbers_are_standard_normal
"""

import torch


def sample(n, dim, limit=None, seed=None):
    dice = None if seed is None else torch.Generator().manual_seed(seed)
    z = 2 * torch.rand(n, dim, generator=dice) - 1
    while limit is not None and (z.abs() > limit).any():
        far = z.abs() > limit
        z[far] = 2 * torch.rand(int(far.sum()), generator=dice) - 1
    return z
