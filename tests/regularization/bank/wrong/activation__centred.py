"""Subtracts the mean of the batch.
Caught by: test_activation_is_elementwise
"""

import numpy as np


def activation(a):
    h = np.tanh(a - a.mean())
    return h, 1 - h**2
