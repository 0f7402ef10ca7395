"""A class with a forward."""

import torch.nn.functional as F
from torch import nn


def build_dc_classifier(batch_size=None):
    class Critic(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv1, self.conv2 = nn.Conv2d(1, 32, 5), nn.Conv2d(32, 64, 5)
            self.fc1, self.fc2 = nn.Linear(4 * 4 * 64, 4 * 4 * 64), nn.Linear(4 * 4 * 64, 1)

        def forward(self, X):
            H = F.max_pool2d(F.leaky_relu(self.conv1(X.reshape(-1, 1, 28, 28)), 0.01), 2)
            H = F.max_pool2d(F.leaky_relu(self.conv2(H), 0.01), 2)
            return self.fc2(F.leaky_relu(self.fc1(H.flatten(1)), 0.01))

    return Critic()
