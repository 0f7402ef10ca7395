"""Blocks of a convolution, its activation and pooling."""

from torch import nn


def build_dc_classifier(batch_size=None):
    def block(n, m):
        return nn.Sequential(nn.Conv2d(n, m, kernel_size=5), nn.LeakyReLU(0.01), nn.MaxPool2d(2))

    head = nn.Sequential(nn.Flatten(), nn.Linear(1024, 1024), nn.LeakyReLU(0.01), nn.Linear(1024, 1))
    return nn.Sequential(nn.Flatten(), nn.Unflatten(1, (1, 28, 28)), block(1, 32), block(32, 64), head)
