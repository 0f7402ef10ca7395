"""Shrinks the weights of the caller as well.
Caught by: test_nothing_given_is_changed
"""


def weight_decay(params, E, grads, decay):
    weights = [name for name in params if name.startswith("W")]
    penalty = decay / 2 * sum((params[k] ** 2).sum() for k in weights)
    new = {k: g.copy() for k, g in grads.items()}
    for k in weights:
        new[k] = grads[k] + decay * params[k]
    for k in weights:
        params[k] *= 1 - 1e-3 * decay
    return float(E + penalty), new
