"""Has 256 units in the middle.
Caught by: test_sizes_of_the_generator
"""

from torch import nn


def generator(noise_dim=96):
    return nn.Sequential(
        nn.Linear(noise_dim, 1024),
        nn.ReLU(),
        nn.Linear(1024, 256),
        nn.ReLU(),
        nn.Linear(256, 784),
        nn.Tanh(),
    )
