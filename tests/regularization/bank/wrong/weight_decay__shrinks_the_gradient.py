"""Scales the gradient by 1 - decay.
Caught by: test_no_decay_changes_nothing
"""


def weight_decay(params, E, grads, decay):
    weights = [name for name in params if name.startswith("W")]
    penalty = decay / 2 * sum((params[k] ** 2).sum() for k in weights)
    new = {k: g.copy() for k, g in grads.items()}
    for k in weights:
        new[k] = (1 - decay) * grads[k] + decay * params[k]
    return float(E + penalty), new
