"""A Flatten module before the layer."""

import torch


class LinearClassifier(torch.nn.Module):
    def __init__(self, features, classes=2):
        super().__init__()
        self.flatten = torch.nn.Flatten()
        self.dense = torch.nn.Linear(features, classes)

    def forward(self, X):
        return self.dense(self.flatten(X))
