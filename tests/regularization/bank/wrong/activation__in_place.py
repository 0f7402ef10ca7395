"""Writes into the array that was given.
Caught by: test_large_values_stay_finite
"""

import numpy as np


def activation(a):
    a[...] = np.tanh(a)
    return a.copy(), 1 - a**2
