"""A result of shape (1,)."""


def forward_neuron(net, x, neuron):
    return net(x)[:, neuron]
