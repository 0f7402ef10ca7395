"""Computes the translation without a graph.
Caught by: test_gradient_reaches_the_fake
"""

import torch


def identity_loss(G, target, weight=5.0):
    with torch.no_grad():
        same = G(target)
    return weight * (same - target).abs().mean()
