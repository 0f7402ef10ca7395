"""Draws whole matrices until every place has a number within the limit."""

import torch


def sample(n, dim, limit=None, seed=None):
    dice = torch.Generator()
    dice.seed() if seed is None else dice.manual_seed(seed)
    z = torch.randn((n, dim), generator=dice)
    if limit is None:
        return z
    while True:
        far = z.abs() > limit
        if not far.any():
            return z
        z = torch.where(far, torch.randn((n, dim), generator=dice), z)
