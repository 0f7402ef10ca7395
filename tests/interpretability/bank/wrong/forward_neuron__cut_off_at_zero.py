"""Cuts negative scores off.
Caught by: test_score_is_raw
"""


def forward_neuron(net, x, neuron):
    return net(x)[0, neuron].relu()
