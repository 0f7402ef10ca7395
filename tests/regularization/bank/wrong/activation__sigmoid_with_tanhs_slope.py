"""The logistic function with the derivative of tanh.
Caught by: test_slope_is_the_derivative
"""

import numpy as np


def activation(a):
    h = 1 / (1 + np.exp(-np.clip(a, -60, 60)))
    return h, 1 - h**2
