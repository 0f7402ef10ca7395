"""Returns (dim, batch_size).
Caught by: test_shape
"""

import torch


def sample_noise(batch_size, dim, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    return 2 * torch.rand(dim, batch_size) - 1
