"""One image at a time."""

import torch


def minibatch_discrimination(features, T):
    A, B, C = T.shape
    M = (features @ T.reshape(A, B * C)).view(-1, B, C)
    rows = [torch.exp(-(M - m).abs().sum(dim=2)).sum(dim=0) for m in M]
    return torch.cat([features, torch.stack(rows)], dim=1)
