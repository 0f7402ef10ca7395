"""One mean for everything.
Caught by: test_every_value_has_its_own_moments
"""

import numpy as np


def streamed_moments(batches):
    n, mean, M = 0, 0.0, 0.0
    for X in batches:
        X = np.asarray(X, dtype=np.float64)
        m, mean_b = len(X), X.mean()
        delta = mean_b - mean
        M = M + ((X - mean_b) ** 2).mean() * len(X)
        M = M + delta**2 * n * m / (n + m)
        mean = mean + delta * m / (n + m)
        n += m
    return mean, np.sqrt(M / n)
