"""Takes a seed of 0 for none.
Caught by: test_other_seed_other_noise
"""

import torch


def sample_noise(batch_size, dim, seed=None):
    if seed:
        torch.manual_seed(seed)
    return 2 * torch.rand(batch_size, dim) - 1
