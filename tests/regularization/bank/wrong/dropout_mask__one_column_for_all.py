"""All units of an example together.
Caught by: test_factors_are_independent
"""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.ones(shape)
    return (np.broadcast_to(rng.random((*shape[:-1], 1)), shape) >= rate) / (1 - rate)
