"""Uniform numbers where there is a limit.
Caught by: test_limit_draws_again
"""

import torch


def sample(n, dim, limit=None, seed=None):
    dice = None if seed is None else torch.Generator().manual_seed(seed)
    if limit is None:
        return torch.randn(n, dim, generator=dice)
    return (2 * torch.rand(n, dim, generator=dice) - 1) * limit
