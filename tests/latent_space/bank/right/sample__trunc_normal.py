"""PyTorch's own truncated normal."""

import torch


def sample(n, dim, limit=None, seed=None):
    dice = None if seed is None else torch.Generator().manual_seed(seed)
    if limit is None:
        return torch.empty(n, dim).normal_(generator=dice)
    return torch.nn.init.trunc_normal_(torch.empty(n, dim), a=-limit, b=limit, generator=dice)
