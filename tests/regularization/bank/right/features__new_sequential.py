"""A new Sequential of the same layers."""

import torch
from torch import nn


def features(net, X, batch_size=500):
    training = net.training
    net.eval()
    with torch.no_grad():
        parts = [nn.Sequential(*list(net)[:-1])(part) for part in X.split(batch_size)]
    net.train(training)
    return torch.cat(parts).numpy()
