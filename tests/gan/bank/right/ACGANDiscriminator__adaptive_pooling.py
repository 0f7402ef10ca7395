"""The largest value by amax, functions for activations."""

import torch.nn.functional as F
from torch import nn


class ACGANDiscriminator(nn.Module):
    def __init__(self, width=196):
        super().__init__()
        strides, sides = (1, 2, 1, 2, 1, 1, 1, 2), (32, 16, 16, 8, 8, 8, 8, 4)
        ins = [3] + [width] * 7
        self.convs = nn.ModuleList(nn.Conv2d(n, width, 3, s, 1) for n, s in zip(ins, strides))
        self.norms = nn.ModuleList(nn.LayerNorm((width, side, side)) for side in sides)
        self.fc1, self.fc10 = nn.Linear(width, 1), nn.Linear(width, 10)

    def features(self, X):
        for conv, norm in zip(self.convs, self.norms):
            X = F.leaky_relu(norm(conv(X)))
        return X.amax(dim=(2, 3))

    def forward(self, X):
        features = self.features(X)
        return self.fc1(features), self.fc10(features)
