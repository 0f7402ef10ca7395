"""Welford's product for whole batches from a mean of 0: the first batch is multiplied with its own large values.
Caught by: test_small_spread_around_a_large_mean
"""

import numpy as np


def streamed_moments(batches):
    n = 0
    for X in batches:
        X = np.asarray(X, dtype=np.float64)
        if n == 0:
            mean, m2 = np.zeros(X.shape[1:]), np.zeros(X.shape[1:])
        n += len(X)
        delta = X - mean
        mean = mean + np.sum(delta / n, 0)
        m2 = m2 + np.sum(delta * (X - mean), 0)
    return mean, np.sqrt(m2 / n)
