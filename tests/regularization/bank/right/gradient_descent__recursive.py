"""One step, then the rest."""

import numpy as np


def gradient_descent(params, gradient, steps, lr):
    if steps == 0:
        return {k: np.array(p) for k, p in params.items()}, []
    loss, grads = gradient(params)
    moved = {k: params[k] - lr * grads[k] for k in params}
    last, losses = gradient_descent(moved, gradient, steps - 1, lr)
    return last, [loss, *losses]
