"""The last layer is replaced for good.
Caught by: test_network_stays_as_it_was
"""

import torch
from torch import nn


def features(net, X, batch_size=500):
    training = net.training
    net.eval()
    with torch.no_grad():
        net[-1] = nn.Identity()
        parts = [net(part) for part in X.split(batch_size)]
    net.train(training)
    return torch.cat(parts).numpy()
