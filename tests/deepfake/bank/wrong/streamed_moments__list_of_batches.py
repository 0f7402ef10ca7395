"""Makes a list of the batches.
Caught by: test_one_pass_in_bounded_memory
"""

import numpy as np


def streamed_moments(batches):
    batches = list(batches)
    n = sum(len(X) for X in batches)
    mean = sum(np.asarray(X, dtype=np.float64).sum(axis=0) for X in batches) / n
    M = sum(((np.asarray(X, dtype=np.float64) - mean) ** 2).sum(axis=0) for X in batches)
    return mean, np.sqrt(M / n)
