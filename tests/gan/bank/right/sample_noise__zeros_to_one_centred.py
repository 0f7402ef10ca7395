"""CS231n's form: rand, minus a half, over a half."""

import torch


def sample_noise(batch_size, dim, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    return (torch.rand(batch_size, dim) - 0.5) / 0.5
