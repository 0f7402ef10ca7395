"""The derivative of tanh as 1 - h.
Caught by: test_slope_is_the_derivative
"""

import numpy as np


def activation(a):
    h = np.tanh(a)
    return h, 1 - h
