"""Draws normal numbers and clamps them.
Caught by: test_uniform
"""

import torch


def sample_noise(batch_size, dim, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    return torch.randn(batch_size, dim).clamp(-1, 1)
