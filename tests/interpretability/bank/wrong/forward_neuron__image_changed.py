"""Adds noise to the caller's image.
Caught by: test_arguments_stay_as_they_were
"""


def forward_neuron(net, x, neuron):
    x.data.add_(0.01)
    return net(x)[0, neuron]
