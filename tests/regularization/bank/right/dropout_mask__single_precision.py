"""float32."""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.ones(shape)
    return ((rng.random(shape) >= rate) / (1 - rate)).astype(np.float32)
