"""Draws from the global generator.
Caught by: test_drawn_from_the_generator_given
"""

import numpy as np


def dropout_mask(shape, rate, rng, train=True):
    if not train:
        return np.ones(shape)
    return (np.random.random(shape) >= rate) / (1 - rate)
