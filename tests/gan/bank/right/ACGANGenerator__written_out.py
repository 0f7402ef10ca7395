"""Named layers and functions."""

import torch
import torch.nn.functional as F
from torch import nn


class ACGANGenerator(nn.Module):
    def __init__(self, width=196):
        super().__init__()
        self.width = width
        self.fc1, self.bn0 = nn.Linear(100, width * 4 * 4), nn.BatchNorm1d(width * 4 * 4)
        self.conv1, self.bn1 = nn.ConvTranspose2d(width, width, kernel_size=4, padding=1, stride=2), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = nn.Conv2d(width, width, kernel_size=3, padding=1, stride=1), nn.BatchNorm2d(width)
        self.conv3, self.bn3 = nn.Conv2d(width, width, kernel_size=3, padding=1, stride=1), nn.BatchNorm2d(width)
        self.conv4, self.bn4 = nn.Conv2d(width, width, kernel_size=3, padding=1, stride=1), nn.BatchNorm2d(width)
        self.conv5, self.bn5 = nn.ConvTranspose2d(width, width, kernel_size=4, padding=1, stride=2), nn.BatchNorm2d(width)
        self.conv6, self.bn6 = nn.Conv2d(width, width, kernel_size=3, padding=1, stride=1), nn.BatchNorm2d(width)
        self.conv7, self.bn7 = nn.ConvTranspose2d(width, width, kernel_size=4, padding=1, stride=2), nn.BatchNorm2d(width)
        self.conv8 = nn.Conv2d(width, 3, kernel_size=3, padding=1, stride=1)

    def forward(self, x):
        x = self.bn0(F.relu(self.fc1(x))).view(-1, self.width, 4, 4)
        for k in range(1, 8):
            x = getattr(self, f"bn{k}")(F.relu(getattr(self, f"conv{k}")(x)))
        return torch.tanh(self.conv8(x))
