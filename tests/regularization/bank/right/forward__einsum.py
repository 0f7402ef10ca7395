"""Sums by einsum."""

import numpy as np


def forward(params, x, mask=None):
    a = np.einsum("nd,dh->nh", x, params["W1"]) + params["b1"]
    h = activation(a)[0] * (1.0 if mask is None else mask)
    return np.einsum("nh,hk->nk", h, params["W2"]) + params["b2"], a
