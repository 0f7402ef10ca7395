"""Blocks of a linear layer and its activation."""

from torch import nn


def discriminator():
    def block(n, m):
        return nn.Sequential(nn.Linear(n, m), nn.LeakyReLU(0.01))

    return nn.Sequential(nn.Flatten(), block(784, 256), block(256, 256), nn.Linear(256, 1))
