"""The rate is the probability to stay.
Caught by: test_share_that_is_dropped
"""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.ones(shape)
    return (rng.random(shape) < rate) / (1 - rate)
