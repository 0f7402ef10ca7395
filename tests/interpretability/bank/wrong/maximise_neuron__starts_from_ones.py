"""Starts from ones.
Caught by: test_start_is_the_image_given
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = torch.ones_like(x0)
    for _ in range(steps):
        g = torch.func.grad(lambda z: net(z)[0, neuron])(x)
        x = x + lr * g
    return x
