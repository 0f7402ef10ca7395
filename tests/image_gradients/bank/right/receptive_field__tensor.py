"""The recurrence on a tensor."""

import torch


def receptive_field(layers):
    rows = torch.zeros(len(layers), 3, dtype=torch.long)
    r, j, o = torch.tensor([1, 1, 0])
    for i, (k, s, p) in enumerate(layers):
        rows[i] = torch.stack([r + (k - 1) * j, j * s, o - p * j])
        r, j, o = rows[i]
    return rows
