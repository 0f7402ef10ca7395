"""Measured in the mode the network is in.
Caught by: test_measured_in_eval_mode
"""

import torch
from torch.nn.functional import cross_entropy


def evaluate(net, X, y, batch_size=500):
    training = net.training
    loss, right = 0.0, 0
    with torch.no_grad():
        for k in range(0, len(X), batch_size):
            of = y[k:k + batch_size]
            scores = net(X[k:k + batch_size])  # (n, classes)
            loss += float(cross_entropy(scores, of, reduction="sum"))
            right += int((scores.argmax(dim=1) == of).sum())
    net.train(training)
    return loss / len(y), right / len(y)
