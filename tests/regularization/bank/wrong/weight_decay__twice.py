"""Adds twice the weight.
Caught by: test_gradient_belongs_to_the_loss
"""


def weight_decay(params, E, grads, decay):
    weights = [name for name in params if name.startswith("W")]
    penalty = decay / 2 * sum((params[k] ** 2).sum() for k in weights)
    new = {k: g.copy() for k, g in grads.items()}
    for k in weights:
        new[k] = grads[k] + 2 * decay * params[k]
    return float(E + penalty), new
