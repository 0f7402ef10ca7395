"""The biases as weights of a constant input."""

import numpy as np


def backward(params, x, t, mask=None):
    y, a = forward(params, x, mask)
    h, slope = activation(a)
    m = np.ones_like(h) if mask is None else mask
    one = np.ones((len(x), 1))
    d2 = (y - t) / len(x)
    d1 = np.dot(d2, params["W2"].T) * m * slope
    second, first = np.hstack([h * m, one]).T @ d2, np.hstack([x, one]).T @ d1
    E = np.linalg.norm(y - t) ** 2 / (2 * len(x))
    return E, {"W1": first[:-1], "b1": first[-1], "W2": second[:-1], "b2": second[-1]}
