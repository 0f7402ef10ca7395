"""Sums |differences| over B instead of C.
Caught by: test_other_sizes
"""

import torch


def minibatch_discrimination(features, T):
    M = torch.einsum("na,abc->nbc", features, T)
    distance = (M[:, None] - M[None]).abs().sum(dim=2)
    closeness = torch.exp(-distance).sum(dim=1)
    return torch.cat([features, closeness], dim=1)
