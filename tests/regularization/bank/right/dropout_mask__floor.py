"""The floor of a sum."""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.ones(shape)
    return np.floor(rng.random(shape) + 1 - rate) / (1 - rate)
