"""Without the batch axis."""


def forward_neuron(net, x, neuron):
    return net(x).squeeze(0)[neuron]
