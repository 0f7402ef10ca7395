"""index_select, then the sum of one number."""

import torch


def forward_neuron(net, x, neuron):
    return net(x).index_select(1, torch.tensor([neuron])).sum()
