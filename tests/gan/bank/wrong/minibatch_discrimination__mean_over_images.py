"""Averages over the batch.
Caught by: test_copies_are_found_out
"""

import torch


def minibatch_discrimination(features, T):
    M = torch.einsum("na,abc->nbc", features, T)
    distance = (M[:, None] - M[None]).abs().sum(dim=3)
    closeness = torch.exp(-distance).mean(dim=1)
    return torch.cat([features, closeness], dim=1)
