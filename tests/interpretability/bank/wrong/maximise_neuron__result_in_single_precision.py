"""Rounds the result to float32.
Caught by: test_double_precision_slices
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0
    for _ in range(steps):
        g = torch.func.grad(lambda z: net(z)[0, neuron])(x)
        x = x + lr * g
    return x.float()
