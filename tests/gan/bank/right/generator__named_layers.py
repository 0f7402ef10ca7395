"""Layers with names."""

from torch import nn


def generator(noise_dim=96):
    net = nn.Sequential()
    for name, n, m in (("first", noise_dim, 1024), ("second", 1024, 1024)):
        net.add_module(name, nn.Linear(n, m))
        net.add_module(name + "_relu", nn.ReLU())
    net.add_module("pixels", nn.Linear(1024, 784))
    net.add_module("tanh", nn.Tanh())
    return net
