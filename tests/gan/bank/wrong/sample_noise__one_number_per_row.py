"""Draws one number for each row.
Caught by: test_values_are_independent
"""

import torch


def sample_noise(batch_size, dim, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    return (2 * torch.rand(batch_size, 1) - 1).repeat(1, dim)
