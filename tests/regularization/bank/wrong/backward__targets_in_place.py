"""Subtracts the targets in place.
Caught by: test_second_call_gives_the_same
"""

import numpy as np


def backward(params, x, t, mask=None):
    y, a = forward(params, x, mask)
    h, slope = activation(a)  # (N, H) each
    M = np.ones_like(h) if mask is None else mask
    t -= y
    t *= -1.0 / len(x)
    delta2 = t.copy()  # (N, K)
    delta1 = delta2 @ params["W2"].T * M * slope  # (N, H)
    E = float((delta2**2).sum() * len(x) / 2)
    return E, {
        "W1": x.T @ delta1, "b1": delta1.sum(axis=0),
        "W2": (h * M).T @ delta2, "b2": delta2.sum(axis=0),
    }
