"""Adds up in the precision of the batches.
Caught by: test_bytes_and_single_precision
"""

import numpy as np


def streamed_moments(batches):
    n, mean, M = 0, 0.0, 0.0
    for X in batches:
        X = np.asarray(X)
        m, mean_b = len(X), X.mean(axis=0, dtype=np.result_type(X, np.float32))
        delta = mean_b - mean
        M = M + ((X - mean_b) ** 2).sum(axis=0, dtype=np.float32)
        M = M + delta**2 * n * m / (n + m)
        mean = mean + delta * m / (n + m)
        n += m
    return mean, np.sqrt(M / n)
