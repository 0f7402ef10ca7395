"""A function that returns a module, made of a chain."""

from torch import nn


class Heads(nn.Module):
    def __init__(self, trunk, width):
        super().__init__()
        self.features, self.one, self.ten = trunk, nn.Linear(width, 1), nn.Linear(width, 10)

    def forward(self, X):
        H = self.features(X)
        return self.one(H), self.ten(H)


def ACGANDiscriminator(width=196):
    layers, n, side = [], 3, 32
    for k in range(8):
        stride = 2 if k in (1, 3, 7) else 1
        side //= stride
        layers += [nn.Conv2d(n, width, 3, stride, 1), nn.LayerNorm([width, side, side]), nn.LeakyReLU(0.01)]
        n = width
    return Heads(nn.Sequential(*layers, nn.AdaptiveMaxPool2d(1), nn.Flatten()), width)
