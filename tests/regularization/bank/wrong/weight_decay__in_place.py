"""Adds into the gradients of the caller.
Caught by: test_nothing_given_is_changed
"""


def weight_decay(params, E, grads, decay):
    weights = [name for name in params if name.startswith("W")]
    penalty = decay / 2 * sum((params[k] ** 2).sum() for k in weights)
    new = dict(grads)
    for k in weights:
        new[k] += decay * params[k]
    return float(E + penalty), new
