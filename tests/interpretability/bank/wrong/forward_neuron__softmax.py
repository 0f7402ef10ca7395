"""Returns a probability.
Caught by: test_score_is_raw
"""


def forward_neuron(net, x, neuron):
    return net(x).softmax(dim=1)[0, neuron]
