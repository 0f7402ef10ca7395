"""tanh, whatever activation is.
Caught by: test_value_by_hand
"""

import numpy as np


def forward(params, x, mask=None):
    a = x @ params["W1"] + params["b1"]  # (N, H)
    h = np.tanh(a)
    if mask is not None:
        h = h * mask
    return h @ params["W2"] + params["b2"], a
