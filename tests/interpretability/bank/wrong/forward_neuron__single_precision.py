"""Converts the image to float32.
Caught by: test_double_precision_slices
"""


def forward_neuron(net, x, neuron):
    return net(x.float())[0, neuron]
