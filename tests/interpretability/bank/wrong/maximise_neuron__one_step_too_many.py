"""Makes one step too many.
Caught by: test_stages_make_the_same_way
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0
    for _ in range(steps + 1):
        g = torch.func.grad(lambda z: net(z)[0, neuron])(x)
        x = x + lr * g
    return x
