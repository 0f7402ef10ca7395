"""Closes the neuron with a sigmoid.
Caught by: test_score_is_raw
"""

import torch


def forward_neuron(net, x, neuron):
    return torch.sigmoid(net(x))[0, neuron]
