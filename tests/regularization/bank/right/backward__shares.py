"""Weighs the inputs by 1 / N at the end."""

import numpy as np


def backward(params, x, t, mask=None):
    y, a = forward(params, x, mask)
    h, slope = activation(a)
    mask = 1.0 if mask is None else mask
    share = np.full(len(x), 1 / len(x))
    gap = y - t
    d1 = gap @ params["W2"].T * mask * slope
    grads = {
        "W1": (x * share[:, None]).T @ d1, "b1": share @ d1,
        "W2": (h * mask * share[:, None]).T @ gap, "b2": share @ gap,
    }
    return float(share @ (gap**2).sum(axis=1) / 2), grads
