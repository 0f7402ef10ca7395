"""A class with a forward."""

import torch
import torch.nn.functional as F
from torch import nn


def generator(noise_dim=96):
    class Painter(nn.Module):
        def __init__(self):
            super().__init__()
            self.one, self.two = nn.Linear(noise_dim, 1024), nn.Linear(1024, 1024)
            self.three = nn.Linear(1024, 784)

        def forward(self, Z):
            return torch.tanh(self.three(F.relu(self.two(F.relu(self.one(Z))))))

    return Painter()
