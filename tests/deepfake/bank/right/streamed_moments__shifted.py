"""Sums of deviations from the first image."""

import numpy as np


def streamed_moments(batches):
    n, total, squares, origin = 0, 0.0, 0.0, None
    for X in batches:
        X = np.asarray(X, dtype=np.float64)
        origin = X[0].copy() if origin is None else origin
        n += len(X)
        total = total + (X - origin).sum(axis=0)
        squares = squares + ((X - origin) ** 2).sum(axis=0)
    return origin + total / n, np.sqrt(np.maximum(squares / n - (total / n) ** 2, 0))
