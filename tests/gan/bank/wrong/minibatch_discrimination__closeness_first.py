"""Puts the closeness before the features.
Caught by: test_by_hand
"""

import torch


def minibatch_discrimination(features, T):
    M = torch.einsum("na,abc->nbc", features, T)
    distance = (M[:, None] - M[None]).abs().sum(dim=3)
    closeness = torch.exp(-distance).sum(dim=1)
    return torch.cat([closeness, features], dim=1)
