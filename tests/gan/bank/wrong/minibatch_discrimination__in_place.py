"""Scales the caller's features.
Caught by: test_double_precision_and_second_call
"""

import torch


def minibatch_discrimination(features, T):
    M = torch.einsum("na,abc->nbc", features, T)
    distance = (M[:, None] - M[None]).abs().sum(dim=3)
    closeness = torch.exp(-distance).sum(dim=1)
    result = torch.cat([features, closeness], dim=1)
    with torch.no_grad():
        features *= 2
    return result
