"""Ignores the seed.
Caught by: test_same_seed_same_noise
"""

import torch


def sample_noise(batch_size, dim, seed=None):
    return 2 * torch.rand(batch_size, dim) - 1
