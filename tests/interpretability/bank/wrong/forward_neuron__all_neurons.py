"""Adds up all neurons.
Caught by: test_every_neuron_by_hand
"""


def forward_neuron(net, x, neuron):
    return net(x).sum()
