"""Uses the seeded dice for the first draw only.
Caught by: test_seed_repeats_the_draw
"""

import torch


def sample(n, dim, limit=None, seed=None):
    dice = None if seed is None else torch.Generator().manual_seed(seed)
    z = torch.randn(n, dim, generator=dice)
    while limit is not None and (z.abs() > limit).any():
        far = z.abs() > limit
        z[far] = torch.randn(int(far.sum()))
    return z
