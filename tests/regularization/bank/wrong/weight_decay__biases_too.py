"""The biases decay, too.
Caught by: test_biases_are_left_alone
"""


def weight_decay(params, E, grads, decay):
    weights = [name for name in params ]
    penalty = decay / 2 * sum((params[k] ** 2).sum() for k in weights)
    new = {k: g.copy() for k, g in grads.items()}
    for k in weights:
        new[k] = grads[k] + decay * params[k]
    return float(E + penalty), new
