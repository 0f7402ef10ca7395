"""A softmax over the last axis.
Caught by: test_activation_is_elementwise
"""

import numpy as np


def activation(a):
    e = np.exp(a - a.max(axis=-1, keepdims=True))
    h = e / e.sum(axis=-1, keepdims=True)
    return h, h * (1 - h)
