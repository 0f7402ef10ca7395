"""All scores first, then one mean."""

import torch
from torch.nn.functional import cross_entropy


@torch.no_grad()
def evaluate(net, X, y, batch_size=500):
    before = net.training
    net.eval()
    scores = torch.cat([net(part) for part in X.split(batch_size)])
    net.train(before)
    return cross_entropy(scores, y), (scores.argmax(dim=1) == y).float().mean()
