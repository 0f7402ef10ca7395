"""Adds gradients up from call to call.
Caught by: test_second_call_gives_the_same
"""

import numpy as np

kept = {}


def backward(params, x, t, mask=None):
    y, a = forward(params, x, mask)
    h, slope = activation(a)  # (N, H) each
    M = np.ones_like(h) if mask is None else mask
    delta2 = (y - t) / len(x)  # (N, K)
    delta1 = delta2 @ params["W2"].T * M * slope  # (N, H)
    E = float(((y - t) ** 2).sum() / (2 * len(x)))
    new = {
        "W1": x.T @ delta1, "b1": delta1.sum(axis=0),
        "W2": (h * M).T @ delta2, "b2": delta2.sum(axis=0),
    }
    for name in new:
        kept[name] = kept.get(name, 0) + new[name]
    return E, dict(kept)
