"""Puts the mode back whatever happens."""

import torch
from torch.nn.functional import cross_entropy


def evaluate(net, X, y, batch_size=500):
    training, loss, right = net.training, 0.0, 0
    try:
        net.eval()
        with torch.no_grad():
            for chosen in torch.arange(len(X)).split(batch_size):
                scores = net(X[chosen])
                loss += float(cross_entropy(scores, y[chosen], reduction="sum"))
                right += int((scores.argmax(dim=1) == y[chosen]).sum())
    finally:
        net.train(training)
    return loss / len(X), right / len(X)
