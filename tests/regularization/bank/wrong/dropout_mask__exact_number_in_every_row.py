"""The same number of zeros in every row.
Caught by: test_factors_are_independent
"""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.ones(shape)
    return (rng.random(shape).argsort(axis=-1) >= round(rate * shape[-1])) / (1 - rate)
