"""The derivative taken at h in the place of a.
Caught by: test_slope_is_the_derivative
"""

import numpy as np


def activation(a):
    h = np.tanh(a)
    return h, 1 - np.tanh(h) ** 2
