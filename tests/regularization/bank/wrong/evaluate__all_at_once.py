"""All images at once.
Caught by: test_measured_in_eval_mode
"""

import torch
from torch.nn.functional import cross_entropy


def evaluate(net, X, y, batch_size=500):
    training = net.training
    net.eval()
    with torch.no_grad():
        scores = net(X)
    net.train(training)
    return float(cross_entropy(scores, y)), float((scores.argmax(dim=1) == y).float().mean())
