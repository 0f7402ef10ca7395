"""A call with the parameters as an argument."""

import torch


def forward_neuron(net, x, neuron):
    theta = dict(net.named_parameters())
    return torch.func.functional_call(net, theta, (x,))[0, neuron]
