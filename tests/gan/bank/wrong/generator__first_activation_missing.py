"""Has no ReLU after the first layer.
Caught by: test_generator_layer_by_layer
"""

from torch import nn


def generator(noise_dim=96):
    return nn.Sequential(
        nn.Linear(noise_dim, 1024),
        nn.Linear(1024, 1024),
        nn.ReLU(),
        nn.Linear(1024, 784),
        nn.Tanh(),
    )
