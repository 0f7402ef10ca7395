"""Bernoulli draws."""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.ones(shape)
    return rng.binomial(1, 1 - rate, shape) / (1 - rate)
