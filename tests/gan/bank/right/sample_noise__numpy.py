"""NumPy draws."""

import numpy as np
import torch


def sample_noise(batch_size, dim, seed=None):
    if seed is not None:
        np.random.seed(seed)
    return torch.from_numpy(np.random.uniform(-1, 1, (batch_size, dim))).float()
