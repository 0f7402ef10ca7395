"""Drops half of them, whatever the rate.
Caught by: test_share_that_is_dropped
"""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.ones(shape)
    return (rng.random(shape) >= 0.5) / (1 - rate)
