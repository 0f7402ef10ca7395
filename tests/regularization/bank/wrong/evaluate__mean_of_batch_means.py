"""The mean of batch means.
Caught by: test_every_image_counts_alike
"""

import torch
from torch.nn.functional import cross_entropy


def evaluate(net, X, y, batch_size=500):
    training = net.training
    net.eval()
    losses, shares = [], []
    with torch.no_grad():
        for part, of in zip(X.split(batch_size), y.split(batch_size)):
            scores = net(part)
            losses.append(float(cross_entropy(scores, of)))
            shares.append(float((scores.argmax(dim=1) == of).float().mean()))
    net.train(training)
    return sum(losses) / len(losses), sum(shares) / len(shares)
