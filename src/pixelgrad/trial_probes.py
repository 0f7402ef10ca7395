"""What the checks of the notebook MnistCNN put in place: networks that remember how they were used, tables and objectives.

As in `standins`, all are built by `nets.builder`, so they travel.
"""

import itertools
import math

import torch
from torch import nn

from .nets import builder, fill

CLOCK = itertools.count()  # of this process: tells what came first, a trial or its line in the table


class _Moody(nn.Module):
    """Hands its input on, half as large again while training; remembers what went through."""

    described = "a layer"

    def __init__(self):
        super().__init__()
        self.kept = []

    def forward(self, X):
        self.kept.append((self.training, torch.is_grad_enabled(), X.detach().clone()))
        return 1.5 * X if self.training else X

    def sizes(self):
        """How many images each batch had."""
        return [len(X) for *_, X in self.kept]

    def training_while_shown(self):
        """For each batch, whether the network was in training mode."""
        return [training for training, *_ in self.kept]

    def gradients_while_shown(self):
        """For each batch, whether gradients were on."""
        return [grad for _, grad, _ in self.kept]

    def trained_on(self):
        """The batches that were shown with gradients on."""
        return [X for _, grad, X in self.kept if grad]


@builder
def moody_net(height=4, width=5, hidden=6, classes=3, seed=0, dtype="float32"):
    """(N, 1, height, width) -> (N, classes): other scores in training mode than in eval mode.

    Layer "0" remembers the batches; layer "3" is a Tanh, whose `hidden` values go into the last, linear one.
    """
    layers = _Moody(), nn.Flatten(), nn.Linear(height * width, hidden), nn.Tanh(), nn.Linear(hidden, classes)
    return fill(nn.Sequential(*layers), seed, dtype)


@builder
def moody_maps(channels=2, classes=3, seed=0, dtype="float32"):
    """(N, 1, 4, 5) -> (N, classes); what goes into the last layer has been flattened by a layer that the network is given."""
    layers = _Moody(), nn.Conv2d(1, channels, 3), nn.Softplus(), nn.Flatten(), nn.Linear(channels * 6, classes)
    return fill(nn.Sequential(*layers), seed, dtype)


class _Gauge(nn.Module):
    """A pair of numbers that depends on the weights of a network and on the images, and on nothing else."""

    described = "a function"

    def forward(self, net, X, y, *args, **kwargs):
        return gauged(net, X, y)


def gauged(net, X, y):
    """The sum of the size of all weights, and the mean of pixels times labels."""
    weights = sum(float(parameter.detach().double().abs().sum()) for parameter in net.parameters())
    return weights, float((X.double().flatten(1).mean(dim=1) * (1 + y)).mean())


@builder
def gauge():
    """In place of evaluate: `gauged`."""
    return _Gauge()


class _Trials(nn.Module):
    """A table in memory, with the time of every entry."""

    described = "a table"

    def __init__(self, rows):
        super().__init__()
        self.rows, self.times = [(dict(config), score) for config, score in rows], []

    def add(self, config, score):
        self.times.append(next(CLOCK))
        self.rows.append((dict(config), float(score)))

    def __contains__(self, config):
        return any(known == config for known, _ in self.rows)

    def __iter__(self):
        return iter([(dict(config), score) for config, score in self.rows])

    def __len__(self):
        return len(self.rows)

    def entries(self):
        """All rows, those that were there first included."""
        return self.rows

    def added_at(self):
        """When each row was added."""
        return self.times


@builder
def trial_table(rows=()):
    """In place of `trials.Table`: holds the given (config, score) rows from the start."""
    return _Trials(rows)


class _Objective(nn.Module):
    described = "an objective"

    def __init__(self, shift):
        super().__init__()
        self.shift, self.asked_for, self.times = shift, [], []

    def forward(self, **config):
        self.times.append(next(CLOCK))
        self.asked_for.append(config)
        return scored(config, self.shift)

    def asked(self):
        """The configurations it was called with."""
        return self.asked_for

    def asked_at(self):
        """When it was called."""
        return self.times


def scored(config, shift=0.0):
    """A score that depends on every value, negative or positive as `shift` has it."""
    return shift + math.sin(40 * sum((k + 1.3) * float(config[name]) for k, name in enumerate(sorted(config))))


@builder
def objective(shift=0.0):
    """In place of a training: `scored`; remembers what it was called with, and when."""
    return _Objective(shift)
