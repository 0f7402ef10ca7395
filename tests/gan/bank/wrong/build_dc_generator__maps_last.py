"""Reshapes to (7, 7, 128) and moves the axes, which mixes them up.
Caught by: test_generator_in_training
"""

from torch import nn


def build_dc_generator(noise_dim=96):
    class Maps(nn.Module):
        def forward(self, X):
            return X.view(-1, 7, 7, 128).permute(0, 3, 1, 2)

    return nn.Sequential(
        nn.Linear(noise_dim, 1024), nn.ReLU(), nn.BatchNorm1d(1024),
        nn.Linear(1024, 6272), nn.ReLU(), nn.BatchNorm1d(6272), Maps(),
        nn.ConvTranspose2d(128, 64, 4, 2, 1), nn.ReLU(), nn.BatchNorm2d(64),
        nn.ConvTranspose2d(64, 1, 4, 2, 1), nn.Tanh(), nn.Flatten(),
    )
