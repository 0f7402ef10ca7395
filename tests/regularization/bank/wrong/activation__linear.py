"""No bend: the identity.
Caught by: test_activation_bends
"""

import numpy as np


def activation(a):
    return a * 1.0, np.ones_like(a)
