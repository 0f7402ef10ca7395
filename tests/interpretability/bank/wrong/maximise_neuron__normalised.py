"""Divides the gradient by its norm.
Caught by: test_straight_way_by_hand
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0
    for _ in range(steps):
        g = torch.func.grad(lambda z: net(z)[0, neuron])(x)
        x = x + lr * g / g.norm()
    return x
