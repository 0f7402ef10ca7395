"""Weights (T, 2) times both ends."""

import torch


def lerp(z0, z1, t):
    weights = torch.stack([1 - t, t], dim=1)
    return torch.tensordot(weights, torch.stack([z0, z1]), dims=1)
