"""torch.distributions."""

import torch


def sample_noise(batch_size, dim, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    return torch.distributions.Uniform(-1.0, 1.0).sample((batch_size, dim))
