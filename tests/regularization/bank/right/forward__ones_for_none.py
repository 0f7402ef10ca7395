"""A mask of ones where there is none."""

import numpy as np


def forward(params, x, mask=None):
    a = np.matmul(x, params["W1"]) + params["b1"]
    mask = np.ones_like(a) if mask is None else mask
    return (activation(a)[0] * mask) @ params["W2"] + params["b2"], a
