"""Squashes normal numbers with tanh.
Caught by: test_uniform
"""

import torch


def sample_noise(batch_size, dim, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    return torch.tanh(torch.randn(batch_size, dim))
