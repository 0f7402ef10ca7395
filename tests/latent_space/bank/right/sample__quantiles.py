"""The quantile function at uniform numbers between the limits' probabilities."""

import torch


def sample(n, dim, limit=None, seed=None):
    dice = None if seed is None else torch.Generator().manual_seed(seed)
    u = torch.rand(n, dim, generator=dice, dtype=torch.float64)
    low = 0.0 if limit is None else float(torch.special.ndtr(torch.tensor(-limit, dtype=torch.float64)))
    z = torch.special.ndtri((low + (1 - 2 * low) * u).clamp(1e-15, 1 - 1e-15))
    return z.float() if limit is None else z.float().clamp(-limit, limit)
