"""The biases as weights of a constant input."""

import numpy as np


def forward(params, x, mask=None):
    one = np.ones((len(x), 1))
    a = np.hstack([x, one]) @ np.vstack([params["W1"], params["b1"]])
    h = activation(a)[0]
    h = np.where(mask is None, h, h * (1 if mask is None else mask))
    return np.hstack([h, one]) @ np.vstack([params["W2"], params["b2"]]), a
