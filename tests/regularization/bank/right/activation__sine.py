"""A sine, as an array of two."""

import numpy as np


def activation(a):
    return np.stack([np.sin(a), np.cos(a)])[0], np.cos(a)
