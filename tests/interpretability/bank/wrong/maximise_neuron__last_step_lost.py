"""Returns the image before the last step.
Caught by: test_straight_way_by_hand
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = before = x0
    for _ in range(steps):
        before = x
        x = x + lr * torch.func.grad(lambda z: net(z)[0, neuron])(x)
    return before
