"""Copies everything first."""

from copy import deepcopy

import numpy as np


def weight_decay(params, E, grads, decay):
    new, penalty = deepcopy(grads), 0.0
    for name in [name for name in sorted(params) if "W" in name]:
        penalty += float((params[name] ** 2).sum())
        new[name] = np.add(new[name], decay * params[name])
    return E + decay * penalty / 2, new
