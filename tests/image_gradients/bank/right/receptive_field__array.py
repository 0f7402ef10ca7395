"""Cumulative sums and products in NumPy; the result is an array."""

import numpy as np


def receptive_field(layers):
    k, s, p = np.array(layers, dtype=np.int64).reshape(-1, 3).T
    after = np.cumprod(s)
    before = np.concatenate([[1], after[:-1]])[:len(after)]
    return np.stack([1 + np.cumsum((k - 1) * before), after, -np.cumsum(p * before)], axis=1)
