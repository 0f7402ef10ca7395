"""rand for randn.
Caught by: test_numbers_are_standard_normal
"""

import torch


def sample(n, dim, limit=None, seed=None):
    dice = None if seed is None else torch.Generator().manual_seed(seed)
    z = torch.rand(n, dim, generator=dice)
    while limit is not None and (z.abs() > limit).any():
        far = z.abs() > limit
        z[far] = torch.rand(int(far.sum()), generator=dice)
    return z
