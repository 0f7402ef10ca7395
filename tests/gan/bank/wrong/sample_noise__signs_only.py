"""Draws nothing but -1 and 1.
Caught by: test_uniform
"""

import torch


def sample_noise(batch_size, dim, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    return 2.0 * torch.randint(2, (batch_size, dim)) - 1
