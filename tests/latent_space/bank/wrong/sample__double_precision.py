"""NumPy's float64.
Caught by: test_shape_and_type
"""

import numpy as np
import torch


def sample(n, dim, limit=None, seed=None):
    dice = np.random.default_rng(seed)
    z = dice.standard_normal((n, dim))
    while limit is not None and (np.abs(z) > limit).any():
        far = np.abs(z) > limit
        z[far] = dice.standard_normal(far.sum())
    return torch.from_numpy(z)
