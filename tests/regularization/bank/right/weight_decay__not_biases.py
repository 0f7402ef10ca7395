"""All names that do not begin with b."""


def weight_decay(params, E, grads, decay):
    weights = [name for name in params if not name.startswith("b")]
    penalty = decay / 2 * sum((params[k] ** 2).sum() for k in weights)
    new = {k: g.copy() for k, g in grads.items()}
    for k in weights:
        new[k] = grads[k] + decay * params[k]
    return float(E + penalty), new
