"""Returns probabilities.
Caught by: test_scores_are_linear
"""

import torch


class LinearClassifier(torch.nn.Module):
    def __init__(self, features, classes=2):
        super().__init__()
        self.dense = torch.nn.Linear(features, classes)

    def forward(self, X):
        return self.dense(X.flatten(1)).softmax(dim=1)
