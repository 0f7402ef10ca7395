"""A class with a forward."""

import torch
import torch.nn.functional as F
from torch import nn


def build_dc_generator(noise_dim=96):
    class Painter(nn.Module):
        def __init__(self):
            super().__init__()
            self.fc1, self.bn1 = nn.Linear(noise_dim, 1024), nn.BatchNorm1d(1024)
            self.fc2, self.bn2 = nn.Linear(1024, 6272), nn.BatchNorm1d(6272)
            self.up1, self.bn3 = nn.ConvTranspose2d(128, 64, 4, 2, 1), nn.BatchNorm2d(64)
            self.up2 = nn.ConvTranspose2d(64, 1, 4, 2, 1)

        def forward(self, Z):
            H = self.bn2(F.relu(self.fc2(self.bn1(F.relu(self.fc1(Z))))))
            H = self.bn3(F.relu(self.up1(H.view(-1, 128, 7, 7))))
            return torch.tanh(self.up2(H)).flatten(1)

    return Painter()
