"""Converts the score to float32.
Caught by: test_double_precision_slices
"""


def forward_neuron(net, x, neuron):
    return net(x)[0, neuron].float()
