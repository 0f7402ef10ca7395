"""A derivative that hardly changes.
Caught by: test_activation_bends
"""

import numpy as np


def activation(a):
    return a + 0.01 * np.tanh(a), 1 + 0.01 * (1 - np.tanh(a) ** 2)
