"""The last, smaller batch is left out.
Caught by: test_batches
"""

import torch


def features(net, X, batch_size=500):
    training = net.training
    net.eval()
    with torch.no_grad():
        parts = [net[:-1](part) for part in X.split(min(batch_size, len(X))) if len(part) == min(batch_size, len(X))]
    net.train(training)
    return torch.cat(parts).numpy()
