"""torch.func.grad of forward_neuron."""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    gradient = torch.func.grad(forward_neuron, argnums=1)
    for _ in range(steps):
        x0 = x0 + lr * gradient(net, x0, neuron)
    return x0
