"""Collects all batches first.
Caught by: test_one_pass_in_bounded_memory
"""

import numpy as np


def streamed_moments(batches):
    X = np.concatenate([np.asarray(X, dtype=np.float64) for X in batches])
    return X.mean(axis=0), X.std(axis=0)
