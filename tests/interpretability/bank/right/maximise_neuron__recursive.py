"""One step, then the rest."""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    if steps == 0:
        return x0
    g = torch.func.grad(lambda z: net(z)[0, neuron])(x0)
    return maximise_neuron(net, x0 + lr * g, neuron, steps - 1, lr)
