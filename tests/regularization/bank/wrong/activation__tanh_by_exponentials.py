"""tanh by its formula: inf / inf.
Caught by: test_large_values_stay_finite
"""

import numpy as np


def activation(a):
    h = (np.exp(a) - np.exp(-a)) / (np.exp(a) + np.exp(-a))
    return h, 1 - h**2
