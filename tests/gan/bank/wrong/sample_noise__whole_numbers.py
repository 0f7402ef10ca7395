"""Rounds towards zero.
Caught by: test_shape
"""

import torch


def sample_noise(batch_size, dim, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    return (2 * torch.rand(batch_size, dim) - 1).long()
