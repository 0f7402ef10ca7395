"""The layer has another name.
Caught by: test_the_layer_is_called_dense
"""

import torch


class LinearClassifier(torch.nn.Module):
    def __init__(self, features, classes=2):
        super().__init__()
        self.linear = torch.nn.Linear(features, classes)

    def forward(self, X):
        return self.linear(X.flatten(1))
