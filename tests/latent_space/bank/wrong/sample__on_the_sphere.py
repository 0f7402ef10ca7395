"""Gives every vector the length sqrt(dim).
Caught by: test_numbers_are_independent
"""

import torch


def sample(n, dim, limit=None, seed=None):
    dice = None if seed is None else torch.Generator().manual_seed(seed)
    z = torch.randn(n, dim, generator=dice)
    while limit is not None and (z.abs() > limit).any():
        far = z.abs() > limit
        z[far] = torch.randn(int(far.sum()), generator=dice)
    return z * dim**0.5 / z.norm(dim=1, keepdim=True) if limit is None else z
