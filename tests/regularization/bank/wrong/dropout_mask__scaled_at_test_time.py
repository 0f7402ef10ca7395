"""Scales at test time, as dropout that is not inverted does.
Caught by: test_off_at_test_time
"""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.full(shape, 1 - rate)
    return (rng.random(shape) >= rate) / (1 - rate)
