"""Two linear layers: the weights of `dense` are not those of the image.
Caught by: test_the_layer_is_called_dense
"""

import torch


class LinearClassifier(torch.nn.Module):
    def __init__(self, features, classes=2):
        super().__init__()
        self.first = torch.nn.Linear(features, 16)
        self.dense = torch.nn.Linear(16, classes)

    def forward(self, X):
        return self.dense(self.first(X.flatten(1)))
