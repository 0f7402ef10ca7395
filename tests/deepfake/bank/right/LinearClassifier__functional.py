"""The functional form of the layer."""

import torch


class LinearClassifier(torch.nn.Module):
    def __init__(self, features, classes=2):
        super().__init__()
        self.dense = torch.nn.Linear(features, classes)

    def forward(self, X):
        return torch.nn.functional.linear(X.flatten(1), self.dense.weight, self.dense.bias)
