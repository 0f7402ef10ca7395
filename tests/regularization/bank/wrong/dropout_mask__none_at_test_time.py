"""Zeros at test time.
Caught by: test_off_at_test_time
"""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.zeros(shape)
    return (rng.random(shape) >= rate) / (1 - rate)
