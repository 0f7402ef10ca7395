"""Climbs the sum of all neurons.
Caught by: test_own_score_rises_most
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0
    for _ in range(steps):
        g = torch.func.grad(lambda z: net(z).sum())(x)
        x = x + lr * g
    return x
