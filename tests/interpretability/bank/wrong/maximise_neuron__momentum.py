"""Adds momentum.
Caught by: test_whole_way_on_a_network_that_bends
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x, v = x0, torch.zeros_like(x0)
    for _ in range(steps):
        v = 0.9 * v + torch.func.grad(lambda z: net(z)[0, neuron])(x)
        x = x + lr * v
    return x
