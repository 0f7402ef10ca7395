"""The row of the Jacobian."""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0.clone()
    for _ in range(steps):
        x = x + lr * torch.func.jacrev(net)(x)[0, neuron]
    return x
