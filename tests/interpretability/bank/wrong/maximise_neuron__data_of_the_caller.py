"""Steps on the data of the caller's image.
Caught by: test_image_of_the_caller_is_kept
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    for _ in range(steps):
        g = torch.func.grad(lambda z: net(z)[0, neuron])(x0)
        x0.data.add_(lr * g)
    return x0
