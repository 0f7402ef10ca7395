"""Squeezes axes of size 1 away.
Caught by: test_copies_are_found_out
"""

import torch


def minibatch_discrimination(features, T):
    M = torch.einsum("na,abc->nbc", features, T)
    distance = (M[:, None] - M[None]).abs().sum(dim=3)
    closeness = torch.exp(-distance).sum(dim=1)
    return torch.cat([features, closeness], dim=1).squeeze(0)
