"""Forgets the term between the means of batches.
Caught by: test_batches_of_different_sizes
"""

import numpy as np


def streamed_moments(batches):
    n, mean, M = 0, 0.0, 0.0
    for X in batches:
        X = np.asarray(X, dtype=np.float64)
        m, mean_b = len(X), X.mean(axis=0)
        delta = mean_b - mean
        M = M + ((X - mean_b) ** 2).sum(axis=0)
        mean = mean + delta * m / (n + m)
        n += m
    return mean, np.sqrt(M / n)
