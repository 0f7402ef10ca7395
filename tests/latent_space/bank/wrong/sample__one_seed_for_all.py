"""Any seed gives the same.
Caught by: test_other_seeds_and_no_seed_differ
"""

import torch


def sample(n, dim, limit=None, seed=None):
    dice = None if seed is None else torch.Generator().manual_seed(42)
    z = torch.randn(n, dim, generator=dice)
    while limit is not None and (z.abs() > limit).any():
        far = z.abs() > limit
        z[far] = torch.randn(int(far.sum()), generator=dice)
    return z
