"""Always makes a hundred steps.
Caught by: test_stages_make_the_same_way
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0
    for _ in range(100):
        g = torch.func.grad(lambda z: net(z)[0, neuron])(x)
        x = x + lr * g
    return x
