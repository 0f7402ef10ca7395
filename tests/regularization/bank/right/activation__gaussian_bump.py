"""A bump."""

import numpy as np


def activation(a):
    h = np.exp(-(a**2))
    return h, -2 * a * h
