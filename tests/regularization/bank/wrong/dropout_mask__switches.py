"""True and False.
Caught by: test_two_values
"""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.ones(shape)
    return rng.random(shape) >= rate
