"""A pass for the mean and one for the deviation.
Caught by: test_one_pass_in_bounded_memory
"""

import numpy as np


def streamed_moments(batches):
    n, total, M = 0, 0.0, 0.0
    for X in batches:
        n, total = n + len(X), total + np.asarray(X, dtype=np.float64).sum(axis=0)
    mean = total / n
    for X in batches:
        M = M + ((np.asarray(X, dtype=np.float64) - mean) ** 2).sum(axis=0)
    return mean, np.sqrt(M / n)
