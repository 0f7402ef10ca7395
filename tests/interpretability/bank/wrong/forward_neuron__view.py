"""Views the image as one of 28 x 28 if it can be, else as what it is, without regard to strides.
Caught by: test_double_precision_slices
"""


def forward_neuron(net, x, neuron):
    return net(x.view(1, 1, x.shape[2] * x.shape[3]).view(x.shape))[0, neuron]
