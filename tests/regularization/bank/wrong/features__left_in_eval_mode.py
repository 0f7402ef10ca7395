"""The network stays in eval mode.
Caught by: test_network_stays_as_it_was
"""

import torch


def features(net, X, batch_size=500):
    training = net.training
    net.eval()
    with torch.no_grad():
        parts = [net[:-1](part) for part in X.split(batch_size)]
    return torch.cat(parts).numpy()
