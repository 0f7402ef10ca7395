"""Takes a limit of 2 where none is given.
Caught by: test_numbers_are_standard_normal
"""

import torch


def sample(n, dim, limit=2.0, seed=None):
    limit = 2.0 if limit is None else limit
    dice = None if seed is None else torch.Generator().manual_seed(seed)
    z = torch.randn(n, dim, generator=dice)
    while (z.abs() > limit).any():
        far = z.abs() > limit
        z[far] = torch.randn(int(far.sum()), generator=dice)
    return z
