"""Adds two uniform numbers, which makes a triangle.
Caught by: test_uniform
"""

import torch


def sample_noise(batch_size, dim, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    return torch.rand(batch_size, dim) - torch.rand(batch_size, dim)
