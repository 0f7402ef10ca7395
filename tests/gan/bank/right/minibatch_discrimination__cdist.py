"""Distances by torch.cdist, one kernel after another."""

import torch


def minibatch_discrimination(features, T):
    M = torch.tensordot(features, T, dims=1)
    columns = []
    for b in range(T.shape[1]):
        m = M[:, b]
        columns.append(torch.exp(-(m.unsqueeze(1) - m.unsqueeze(0)).abs().sum(-1)).sum(1))
    return torch.cat([features, torch.stack(columns, dim=1)], dim=1)
