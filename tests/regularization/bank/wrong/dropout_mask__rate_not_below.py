"""A rate of at least 0.05.
Caught by: test_rate_zero_drops_nothing
"""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.ones(shape)
    rate = max(rate, 0.5 if rate == 0 else 0)
    return (rng.random(shape) >= rate) / (1 - rate)
