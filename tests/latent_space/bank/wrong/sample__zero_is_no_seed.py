"""Takes the seed 0 for none.
Caught by: test_seed_repeats_the_draw
"""

import torch


def sample(n, dim, limit=None, seed=None):
    dice = torch.Generator().manual_seed(seed) if seed else None
    z = torch.randn(n, dim, generator=dice)
    while limit is not None and (z.abs() > limit).any():
        far = z.abs() > limit
        z[far] = torch.randn(int(far.sum()), generator=dice)
    return z
