"""Lets no gradient into T.
Caught by: test_gradients
"""

import torch


def minibatch_discrimination(features, T):
    M = torch.einsum("na,abc->nbc", features, T.detach())
    distance = (M[:, None] - M[None]).abs().sum(dim=3)
    closeness = torch.exp(-distance).sum(dim=1)
    return torch.cat([features, closeness], dim=1)
