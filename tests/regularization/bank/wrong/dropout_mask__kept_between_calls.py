"""Draws once for all calls.
Caught by: test_every_call_draws_anew
"""

import numpy as np

kept = {}


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.ones(shape)
    if (shape, rate) not in kept:
        kept[shape, rate] = (rng.random(shape) >= rate) / (1 - rate)
    return kept[shape, rate]
