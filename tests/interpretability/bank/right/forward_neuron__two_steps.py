"""First the row, then the neuron."""


def forward_neuron(net, x, neuron):
    scores = net(x)
    return scores[0][neuron]
