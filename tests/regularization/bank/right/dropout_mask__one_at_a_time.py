"""One number after another."""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    mask = np.ones(shape, dtype=np.float64)
    if train:
        for place in np.ndindex(*mask.shape):
            mask[place] = 0.0 if rng.random() < rate else 1 / (1 - rate)
    return mask
