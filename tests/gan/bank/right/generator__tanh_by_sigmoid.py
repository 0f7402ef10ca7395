"""Tanh written as a sigmoid of twice the argument."""

import torch
from torch import nn


def generator(noise_dim=96):
    class Squash(nn.Module):
        def forward(self, X):
            return 2 * torch.sigmoid(2 * X) - 1

    return nn.Sequential(
        nn.Linear(noise_dim, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, 784), Squash()
    )
