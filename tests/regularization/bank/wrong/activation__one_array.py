"""Returns the value alone.
Caught by: test_slope_is_the_derivative
"""

import numpy as np


def activation(a):
    return np.tanh(a)
