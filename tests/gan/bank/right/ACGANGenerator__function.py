"""A function that returns a chain."""

from torch import nn


def ACGANGenerator(width=196):
    def up():
        return [nn.ConvTranspose2d(width, width, 4, 2, 1), nn.ReLU(), nn.BatchNorm2d(width)]

    def same():
        return [nn.Conv2d(width, width, 3, padding="same"), nn.ReLU(), nn.BatchNorm2d(width)]

    n = 16 * width
    start = [nn.Linear(100, n), nn.ReLU(), nn.BatchNorm1d(n), nn.Unflatten(1, (width, 4, 4))]
    middle = [*up(), *same(), *same(), *same(), *up(), *same(), *up()]
    return nn.Sequential(*start, *middle, nn.Conv2d(width, 3, 3, padding=1), nn.Tanh())
