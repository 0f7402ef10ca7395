"""The network stays in eval mode.
Caught by: test_mode_is_put_back
"""

import torch
from torch.nn.functional import cross_entropy


def evaluate(net, X, y, batch_size=500):
    training = net.training
    net.eval()
    loss, right = 0.0, 0
    with torch.no_grad():
        for k in range(0, len(X), batch_size):
            of = y[k:k + batch_size]
            scores = net(X[k:k + batch_size])  # (n, classes)
            loss += float(cross_entropy(scores, of, reduction="sum"))
            right += int((scores.argmax(dim=1) == of).sum())
    return loss / len(y), right / len(y)
