"""Makes a step even when none is asked for.
Caught by: test_start_is_the_image_given
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0
    for _ in range(max(steps, 1)):
        g = torch.func.grad(lambda z: net(z)[0, neuron])(x)
        x = x + lr * g
    return x
