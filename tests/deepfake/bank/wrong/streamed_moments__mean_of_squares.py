"""Mean of squares less square of mean.
Caught by: test_small_spread_around_a_large_mean
"""

import numpy as np


def streamed_moments(batches):
    n, total, squares = 0, 0.0, 0.0
    for X in batches:
        X = np.asarray(X, dtype=np.float64)
        n += len(X)
        total = total + X.sum(axis=0)
        squares = squares + (X**2).sum(axis=0)
    mean = total / n
    return mean, np.sqrt(np.maximum(squares / n - mean**2, 0))
