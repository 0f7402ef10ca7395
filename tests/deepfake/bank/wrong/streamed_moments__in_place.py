"""Subtracts the mean from the caller's batch.
Caught by: test_batches_stay_as_they_were
"""

import numpy as np


def streamed_moments(batches):
    n, mean, M = 0, 0.0, 0.0
    for X in batches:
        X = np.asarray(X, dtype=np.float64)
        m, mean_b = len(X), X.mean(axis=0)
        delta = mean_b - mean
        M = M + np.square(X, out=np.subtract(X, mean_b, out=X)).sum(axis=0)
        M = M + delta**2 * n * m / (n + m)
        mean = mean + delta * m / (n + m)
        n += m
    return mean, np.sqrt(M / n)
