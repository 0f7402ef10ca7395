"""Lets no gradient into the features through M.
Caught by: test_gradients
"""

import torch


def minibatch_discrimination(features, T):
    M = torch.einsum("na,abc->nbc", features.detach(), T)
    distance = (M[:, None] - M[None]).abs().sum(dim=3)
    closeness = torch.exp(-distance).sum(dim=1)
    return torch.cat([features, closeness], dim=1)
