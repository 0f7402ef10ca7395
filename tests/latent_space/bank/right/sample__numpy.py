"""NumPy's generator."""

import numpy as np
import torch


def sample(n, dim, limit=None, seed=None):
    dice = np.random.default_rng(seed)
    z = dice.standard_normal((n, dim))
    if limit is not None:
        far = np.abs(z) > limit
        while far.any():
            z[far] = dice.standard_normal(far.sum())
            far = np.abs(z) > limit
    return torch.from_numpy(z.astype(np.float32))
