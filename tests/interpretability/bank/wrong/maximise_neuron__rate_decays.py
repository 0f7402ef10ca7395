"""Lowers the rate with every step.
Caught by: test_straight_way_by_hand
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0
    for t in range(steps):
        x = x + lr / (t + 1) * torch.func.grad(lambda z: net(z)[0, neuron])(x)
    return x
