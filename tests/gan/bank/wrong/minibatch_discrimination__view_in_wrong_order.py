"""Reads T as (A, C, B).
Caught by: test_definition
"""

import torch


def minibatch_discrimination(features, T):
    A, B, C = T.shape
    M = (features @ T.reshape(A, B * C)).view(-1, C, B).transpose(1, 2)
    distance = (M[:, None] - M[None]).abs().sum(dim=3)
    return torch.cat([features, torch.exp(-distance).sum(dim=1)], dim=1)
