"""One score in the place of two.
Caught by: test_one_score_per_class
"""

import torch


class LinearClassifier(torch.nn.Module):
    def __init__(self, features, classes=2):
        super().__init__()
        self.dense = torch.nn.Linear(features, 1)

    def forward(self, X):
        return self.dense(X.flatten(1))
