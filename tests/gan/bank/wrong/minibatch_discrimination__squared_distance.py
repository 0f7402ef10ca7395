"""Squares the differences.
Caught by: test_by_hand
"""

import torch


def minibatch_discrimination(features, T):
    M = torch.einsum("na,abc->nbc", features, T)
    distance = (M[:, None] - M[None]).square().sum(dim=3)
    closeness = torch.exp(-distance).sum(dim=1)
    return torch.cat([features, closeness], dim=1)
