"""In the mode the network is in.
Caught by: test_taken_in_eval_mode
"""

import torch


def features(net, X, batch_size=500):
    training = net.training
    with torch.no_grad():
        parts = [net[:-1](part) for part in X.split(batch_size)]
    net.train(training)
    return torch.cat(parts).numpy()
