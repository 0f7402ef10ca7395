"""Takes the gradient once, at the start.
Caught by: test_whole_way_on_a_network_that_bends
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    g = torch.func.grad(lambda z: net(z)[0, neuron])(x0)
    return x0 + steps * lr * g
