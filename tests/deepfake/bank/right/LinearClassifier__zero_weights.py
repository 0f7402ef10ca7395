"""Starts from weights of about zero."""

import torch


class LinearClassifier(torch.nn.Module):
    def __init__(self, features, classes=2):
        super().__init__()
        self.dense = torch.nn.Linear(features, classes)
        torch.nn.init.normal_(self.dense.weight, std=0.01)

    def forward(self, X):
        return self.dense(X.flatten(1))
