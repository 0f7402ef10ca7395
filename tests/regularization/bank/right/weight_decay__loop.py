"""Layer by layer."""

import numpy as np


def weight_decay(params, E, grads, decay):
    new = {}
    for name, value in params.items():
        new[name] = np.array(grads[name])
        if name.startswith("W"):
            E += 0.5 * decay * np.sum(value * value)
            new[name] += decay * value
    return E, new
