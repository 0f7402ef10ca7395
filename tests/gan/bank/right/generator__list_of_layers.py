"""A list of sizes."""

from torch import nn


def generator(noise_dim=96):
    sizes, layers = [noise_dim, 1024, 1024], []
    for n, m in zip(sizes, sizes[1:]):
        layers += [nn.Linear(n, m), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(1024, 784), nn.Tanh())
