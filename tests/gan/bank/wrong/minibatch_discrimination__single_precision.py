"""Computes in float32.
Caught by: test_double_precision_and_second_call
"""

import torch


def minibatch_discrimination(features, T):
    M = torch.einsum("na,abc->nbc", features.float(), T.float())
    distance = (M[:, None] - M[None]).abs().sum(dim=3)
    closeness = torch.exp(-distance).sum(dim=1)
    return torch.cat([features, closeness], dim=1)
