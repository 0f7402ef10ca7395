"""A Sequential with named layers."""

import torch


class LinearClassifier(torch.nn.Sequential):
    def __init__(self, features, classes=2):
        super().__init__()
        self.add_module("flatten", torch.nn.Flatten())
        self.add_module("dense", torch.nn.Linear(features, classes))
