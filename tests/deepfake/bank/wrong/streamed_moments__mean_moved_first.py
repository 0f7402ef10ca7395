"""Moves the mean before the term with delta is computed from it.
Caught by: test_batches_of_different_sizes
"""

import numpy as np


def streamed_moments(batches):
    n, mean, M = 0, 0.0, 0.0
    for X in batches:
        X = np.asarray(X, dtype=np.float64)
        m, mean_b = len(X), X.mean(axis=0)
        mean_old = mean
        mean = mean + (mean_b - mean) * m / (n + m)
        delta = mean_b - mean
        M = M + ((X - mean_b) ** 2).sum(axis=0)
        M = M + delta**2 * n * m / (n + m)
        n += m
    return mean, np.sqrt(M / n)
