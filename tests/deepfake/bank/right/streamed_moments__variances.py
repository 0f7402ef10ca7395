"""Combines variances weighted by their numbers."""

import numpy as np


def streamed_moments(batches):
    n, mean, var = 0, 0.0, 0.0
    for X in batches:
        X = np.asarray(X).astype(np.float64)
        m = X.shape[0]
        share = m / (n + m)
        delta = X.mean(axis=0) - mean
        var = (1 - share) * var + share * X.var(axis=0) + share * (1 - share) * delta**2
        mean = mean + share * delta
        n += m
    return mean, var**0.5
