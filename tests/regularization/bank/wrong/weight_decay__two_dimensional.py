"""Decides by the number of axes and drops one-column weights.
Caught by: test_any_number_of_layers
"""


def weight_decay(params, E, grads, decay):
    weights = [name for name in params if params[name].ndim == 2 and params[name].shape[1] > 2]
    penalty = decay / 2 * sum((params[k] ** 2).sum() for k in weights)
    new = {k: g.copy() for k, g in grads.items()}
    for k in weights:
        new[k] = grads[k] + decay * params[k]
    return float(E + penalty), new
