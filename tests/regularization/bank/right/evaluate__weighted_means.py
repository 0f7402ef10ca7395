"""Batch means, weighted by their sizes."""

import torch
from torch.nn.functional import cross_entropy


def evaluate(net, X, y, batch_size=500):
    before = net.training
    net.train(False)
    loss = share = 0.0
    with torch.inference_mode():
        for part, of in zip(torch.split(X, batch_size), torch.split(y, batch_size)):
            scores, weight = net(part), len(of) / len(y)
            loss += weight * cross_entropy(scores, of).item()
            share += weight * (scores.argmax(1) == of).double().mean().item()
    net.train(before)
    return loss, share
