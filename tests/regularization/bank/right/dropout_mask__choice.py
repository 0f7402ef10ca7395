"""Chooses between two values."""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.ones(shape)
    return rng.choice([0.0, 1 / (1 - rate)], size=shape, p=[rate, 1 - rate])
