"""What the checks of the notebook Regularization put in place of a network's parts, of losses and of dice.

As in `standins`, all are built by `nets.builder`, so they travel. Parameters are dictionaries of float64 arrays.
"""

import numpy as np
from torch import nn

from .nets import builder


def bent(a):
    """sin(a) + a / 3 and its slope."""
    return np.sin(a) + a / 3, np.cos(a) + 1 / 3


def passed(params, x, mask=None):
    """The definition with `bent`: y (N, K) and a (N, H)."""
    a = x @ params["W1"] + params["b1"]
    h = bent(a)[0] if mask is None else bent(a)[0] * mask
    return h @ params["W2"] + params["b2"], a


class _Called(nn.Module):
    """Calls a function and keeps nothing."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *args, **kwargs):
        return self.function(*args, **kwargs)


@builder
def bend():
    """In place of activation: another one, `bent`."""
    return _Called(bent)


@builder
def passing():
    """In place of forward, and right where `bend` is in place of activation."""
    return _Called(passed)


class _Bowl(nn.Module):
    described = "a function"

    def __init__(self, seed, tilt):
        super().__init__()
        self.seed, self.tilt, self.seen = seed, tilt, []

    def forward(self, params):
        self.seen.append({name: np.array(array) for name, array in params.items()})
        return bowl_at(params, self.seed, self.tilt)

    def asked(self):
        """The parameters at which it was asked, in order."""
        return self.seen


def bowl_at(params, seed=0, tilt=0.2):
    """Loss and gradients of an uneven bowl: sum of c (p - m)^2 / 2, plus tilt * (sum of all p)^2 / 2."""
    dice, total = np.random.default_rng(seed), sum(float(np.sum(array)) for array in params.values())
    loss, grads = tilt * total**2 / 2, {}
    for name in sorted(params):
        c, m = 0.5 + dice.random(params[name].shape), dice.standard_normal(params[name].shape)
        loss += float((c * (params[name] - m) ** 2).sum()) / 2
        grads[name] = c * (params[name] - m) + tilt * total
    return loss, grads


@builder
def bowl(seed=0, tilt=0.2):
    """In place of the gradient: params -> (loss, grads) of `bowl_at`; remembers where it was asked."""
    return _Bowl(seed, tilt)


def _climbed(params):
    return float(sum(np.sum(array) for array in params.values())), {name: -np.ones_like(array) for name, array in params.items()}


@builder
def ramp():
    """In place of the gradient: -1 everywhere, so that every step adds the learning rate to every parameter."""
    return _Called(_climbed)


class _Listed(nn.Module):
    described = "a function"

    def __init__(self, values, lr, name):
        super().__init__()
        self.values, self.lr, self.name = list(values), lr, name

    def forward(self, params):
        step = round(float(np.asarray(params[self.name]).reshape(-1)[0]) / self.lr)
        return self.values[min(max(step, 0), len(self.values) - 1)]


@builder
def listed(values, lr, name="b2"):
    """In place of the validation error, beside `ramp`: values[k] after k steps from name = 0; the last one ever after."""
    return _Listed(values, lr, name)


class _Height(nn.Module):
    described = "a function"

    def __init__(self, seed):
        super().__init__()
        self.seed = seed

    def forward(self, params):
        return bowl_at(params, self.seed)[0]


@builder
def height(seed=0):
    """In place of the validation error: the loss of another bowl."""
    return _Height(seed)


class _Dice(nn.Module):
    """A NumPy Generator that travels: whatever is asked of it, its generator answers."""

    described = "a Generator"

    def __init__(self, seed):
        super().__init__()
        self.generator = np.random.default_rng(seed)

    def __getattr__(self, name):
        if name.startswith("_") or "generator" not in self.__dict__:
            raise AttributeError(name)
        return getattr(self.__dict__["generator"], name)


@builder
def dice(seed=0):
    """In place of np.random.default_rng(seed)."""
    return _Dice(seed)
