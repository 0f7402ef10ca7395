"""Compares each image with the first one only.
Caught by: test_order_of_images
"""

import torch


def minibatch_discrimination(features, T):
    M = torch.einsum("na,abc->nbc", features, T)
    distance = (M - M[:1]).abs().sum(dim=2)
    return torch.cat([features, torch.exp(-distance)], dim=1)
