"""A generator of its own for a seed, so that the global one is left alone."""

import torch


def sample_noise(batch_size, dim, seed=None):
    dice = None if seed is None else torch.Generator().manual_seed(seed)
    return torch.rand(batch_size, dim, generator=dice) * 2 - 1
