"""The penalty by norms."""

import numpy as np


def weight_decay(params, E, grads, decay):
    weights = [name for name in params if name.startswith("W")]
    penalty = decay / 2 * sum(np.linalg.norm(params[k]) ** 2 for k in weights)
    new = {k: g.copy() for k, g in grads.items()}
    for k in weights:
        new[k] = grads[k] + decay * params[k]
    return float(E + penalty), new
