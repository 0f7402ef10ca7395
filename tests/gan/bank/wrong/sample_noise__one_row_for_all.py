"""Draws one vector and repeats it for the whole batch.
Caught by: test_values_are_independent
"""

import torch


def sample_noise(batch_size, dim, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    return (2 * torch.rand(1, dim) - 1).repeat(batch_size, 1)
