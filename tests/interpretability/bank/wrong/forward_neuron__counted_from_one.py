"""Counts the neurons from 1.
Caught by: test_every_neuron_by_hand
"""


def forward_neuron(net, x, neuron):
    return net(x)[0, neuron - 1]
