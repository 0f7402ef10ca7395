"""Needs contiguous features.
Caught by: test_double_precision_and_second_call
"""

import torch


def minibatch_discrimination(features, T):
    features = features.view(-1).view(features.shape)
    M = torch.einsum("na,abc->nbc", features, T)
    distance = (M[:, None] - M[None]).abs().sum(dim=3)
    closeness = torch.exp(-distance).sum(dim=1)
    return torch.cat([features, closeness], dim=1)
