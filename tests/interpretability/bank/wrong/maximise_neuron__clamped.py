"""Clamps the image to the range of pixels.
Caught by: test_start_is_the_image_given
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0
    for _ in range(steps):
        g = torch.func.grad(lambda z: net(z)[0, neuron])(x)
        x = x + lr * g
    return x.clamp(-0.4242, 2.8215)
