"""Adds the gradients of single inputs."""

import numpy as np


def backward(params, x, t, mask=None):
    grads = {name: np.zeros_like(array) for name, array in params.items()}
    E = 0.0
    for n in range(len(x)):
        row = None if mask is None else mask[n : n + 1]
        y, a = forward(params, x[n : n + 1], row)
        h, slope = activation(a)
        m = np.ones_like(a) if row is None else row
        d2 = (y - t[n : n + 1]) / len(x)
        d1 = (d2 @ params["W2"].T) * m * slope
        E += float(((y - t[n : n + 1]) ** 2).sum()) / 2 / len(x)
        grads["W2"] += (h * m).T @ d2
        grads["b2"] += d2[0]
        grads["W1"] += x[n : n + 1].T @ d1
        grads["b1"] += d1[0]
    return E, grads
