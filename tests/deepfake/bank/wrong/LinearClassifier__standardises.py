"""Standardises every batch by itself.
Caught by: test_scores_are_linear
"""

import torch


class LinearClassifier(torch.nn.Module):
    def __init__(self, features, classes=2):
        super().__init__()
        self.dense = torch.nn.Linear(features, classes)

    def forward(self, X):
        X = X.flatten(1)
        return self.dense((X - X.mean()) / (X.std() + 1e-6))
