"""Blocks of three layers, heads made first."""

import torch.nn.functional as F
from torch import nn


def block(n, width, stride, side):
    return nn.Sequential(nn.Conv2d(n, width, 3, stride, 1), nn.LayerNorm([width, side, side]), nn.LeakyReLU())


class ACGANDiscriminator(nn.Module):
    def __init__(self, width=196):
        super().__init__()
        self.heads = nn.ModuleList([nn.Linear(width, 1), nn.Linear(width, 10)])
        self.body = nn.Sequential(
            block(3, width, 1, 32), block(width, width, 2, 16), block(width, width, 1, 16), block(width, width, 2, 8),
            block(width, width, 1, 8), block(width, width, 1, 8), block(width, width, 1, 8), block(width, width, 2, 4),
        )

    def features(self, X):
        return F.max_pool2d(self.body(X), 4, 4)[:, :, 0, 0]

    def forward(self, X):
        features = self.features(X)
        return [head(features) for head in self.heads]
