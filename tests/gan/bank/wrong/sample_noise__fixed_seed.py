"""Seeds with a number of its own.
Caught by: test_other_seed_other_noise
"""

import torch


def sample_noise(batch_size, dim, seed=None):
    if seed is not None:
        torch.manual_seed(231)
    return 2 * torch.rand(batch_size, dim) - 1
