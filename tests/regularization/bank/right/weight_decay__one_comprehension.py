"""A factor that is 0 for biases."""

import numpy as np


def weight_decay(params, E, grads, decay):
    factor = {name: decay * (name[0] == "W") for name in params}
    E = E + sum(factor[k] * np.vdot(p, p) for k, p in params.items()) / 2
    return E, {k: grads[k] + factor[k] * params[k] for k in grads}
