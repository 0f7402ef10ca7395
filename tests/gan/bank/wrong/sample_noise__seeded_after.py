"""Seeds after drawing.
Caught by: test_same_seed_same_noise
"""

import torch


def sample_noise(batch_size, dim, seed=None):
    noise = 2 * torch.rand(batch_size, dim) - 1
    if seed is not None:
        torch.manual_seed(seed)
    return torch.cat([noise[:1], noise[1:] + 0 * noise[1:]])
