"""Shifts by a half and does not stretch.
Caught by: test_within_bounds
"""

import torch


def sample_noise(batch_size, dim, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    return torch.rand(batch_size, dim) - 0.5
