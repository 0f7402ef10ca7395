"""The gradient of the absolute value.
Caught by: test_gradient_belongs_to_the_loss
"""

import numpy as np


def weight_decay(params, E, grads, decay):
    weights = [name for name in params if name.startswith("W")]
    penalty = decay / 2 * sum((params[k] ** 2).sum() for k in weights)
    new = {k: g.copy() for k, g in grads.items()}
    for k in weights:
        new[k] = grads[k] + decay * np.sign(params[k])
    return float(E + penalty), new
