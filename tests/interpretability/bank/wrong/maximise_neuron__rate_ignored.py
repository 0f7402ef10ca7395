"""Ignores lr.
Caught by: test_learning_rate_is_used
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0
    for _ in range(steps):
        g = torch.func.grad(lambda z: net(z)[0, neuron])(x)
        x = x + 0.3 * g
    return x
