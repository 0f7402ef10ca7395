"""A hidden layer with ReLU.
Caught by: test_scores_are_linear
"""

import torch


class LinearClassifier(torch.nn.Module):
    def __init__(self, features, classes=2):
        super().__init__()
        self.hidden = torch.nn.Linear(features, 16)
        self.dense = torch.nn.Linear(16, classes)

    def forward(self, X):
        return self.dense(torch.relu(self.hidden(X.flatten(1))))
