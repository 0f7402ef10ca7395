"""A while loop and an array of losses."""

import numpy as np


def gradient_descent(params, gradient, steps, lr):
    losses = np.empty(steps)
    k = 0
    while k < steps:
        losses[k], grads = gradient(params)
        params = {name: np.subtract(params[name], np.multiply(lr, grads[name])) for name in params}
        k += 1
    return dict(params), losses
