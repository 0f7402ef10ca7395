"""Detaches the image.
Caught by: test_gradient_reaches_the_image
"""


def forward_neuron(net, x, neuron):
    return net(x.detach())[0, neuron]
