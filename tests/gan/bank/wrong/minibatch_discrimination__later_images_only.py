"""Compares each image with itself and later ones.
Caught by: test_order_of_images
"""

import torch


def minibatch_discrimination(features, T):
    M = torch.einsum("na,abc->nbc", features, T)
    distance = (M[:, None] - M[None]).abs().sum(dim=3)
    closeness = torch.exp(-distance).permute(2, 0, 1).triu().sum(dim=2).T
    return torch.cat([features, closeness], dim=1)
