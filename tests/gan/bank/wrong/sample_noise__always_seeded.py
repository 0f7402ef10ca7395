"""Seeds with 0 when there is no seed.
Caught by: test_without_a_seed_noise_is_new
"""

import torch


def sample_noise(batch_size, dim, seed=None):
    torch.manual_seed(seed or 0)
    return 2 * torch.rand(batch_size, dim) - 1
