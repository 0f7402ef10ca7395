"""Compares each image with the next one only.
Caught by: test_order_of_images
"""

import torch


def minibatch_discrimination(features, T):
    M = torch.einsum("na,abc->nbc", features, T)
    distance = (M - M.roll(1, 0)).abs().sum(dim=2)
    return torch.cat([features, 1 + torch.exp(-distance)], dim=1)
