"""The batches in reverse.
Caught by: test_batches
"""

import torch


def features(net, X, batch_size=500):
    training = net.training
    net.eval()
    with torch.no_grad():
        parts = [net[:-1](part) for part in X.split(batch_size)]
    net.train(training)
    return torch.cat(parts[::-1]).numpy()
