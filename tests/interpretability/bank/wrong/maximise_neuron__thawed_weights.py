"""Thaws the network, so its weights get gradients.
Caught by: test_image_of_the_caller_is_kept
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    net.requires_grad_(True)
    x = x0
    for _ in range(steps):
        x = x.detach().requires_grad_()
        net(x)[0, neuron].backward()
        x = x.detach() + lr * x.grad
    return x
