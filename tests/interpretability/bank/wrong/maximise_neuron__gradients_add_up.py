"""Never clears the gradient, so old ones add up.
Caught by: test_whole_way_on_a_network_that_bends
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0.detach().clone().requires_grad_()
    for _ in range(steps):
        net(x)[0, neuron].backward()
        x.data.add_(lr * x.grad)
    return x.detach()
