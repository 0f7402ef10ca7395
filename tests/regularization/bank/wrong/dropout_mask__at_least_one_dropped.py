"""At least one factor is 0.
Caught by: test_rate_zero_drops_nothing
"""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.ones(shape)
    mask = (rng.random(shape) >= rate) / (1 - rate)
    mask.flat[0] = 0
    return mask
