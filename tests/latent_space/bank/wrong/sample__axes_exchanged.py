"""(dim, n).
Caught by: test_shape_and_type
"""

import torch


def sample(n, dim, limit=None, seed=None):
    dice = None if seed is None else torch.Generator().manual_seed(seed)
    z = torch.randn(dim, n, generator=dice)
    while limit is not None and (z.abs() > limit).any():
        far = z.abs() > limit
        z[far] = torch.randn(int(far.sum()), generator=dice)
    return z
