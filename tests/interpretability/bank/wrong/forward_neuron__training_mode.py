"""Leaves the network in training mode.
Caught by: test_arguments_stay_as_they_were
"""


def forward_neuron(net, x, neuron):
    net.train()
    return net(x)[0, neuron]
