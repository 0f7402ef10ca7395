"""All parameters in one vector."""

import numpy as np


def gradient_descent(params, gradient, steps, lr):
    names, losses = list(params), []

    def unpacked(w):
        parts, at = {}, 0
        for name in names:
            n = params[name].size
            parts[name], at = w[at : at + n].reshape(params[name].shape), at + n
        return parts

    w = np.concatenate([params[name].ravel() for name in names])
    for _ in range(steps):
        loss, grads = gradient(unpacked(w))
        losses.append(float(loss))
        w = w - lr * np.concatenate([grads[name].ravel() for name in names])
    return unpacked(w), losses
