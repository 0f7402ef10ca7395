"""Changes the caller's image.
Caught by: test_image_of_the_caller_is_kept
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0
    for _ in range(steps):
        g = torch.func.grad(lambda z: net(z)[0, neuron])(x)
        x += lr * g
    return x
