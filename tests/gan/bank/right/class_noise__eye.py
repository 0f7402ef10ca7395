"""Rows of the unit matrix."""

import torch


def class_noise(y):
    chance = torch.randn(len(y), 90, device=y.device)
    return torch.cat([torch.eye(10)[y], chance], dim=1)
