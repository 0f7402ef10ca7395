"""Replaces a deviation of 0 by 1.
Caught by: test_a_single_image
"""

import numpy as np


def streamed_moments(batches):
    n, mean, M = 0, 0.0, 0.0
    for X in batches:
        X = np.asarray(X, dtype=np.float64)
        m, mean_b = len(X), X.mean(axis=0)
        delta = mean_b - mean
        M = M + ((X - mean_b) ** 2).sum(axis=0)
        M = M + delta**2 * n * m / (n + m)
        mean = mean + delta * m / (n + m)
        n += m
    std = np.sqrt(M / n)
    return mean, np.where(std == 0, 1.0, std)
