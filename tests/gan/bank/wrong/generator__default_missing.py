"""Has a default of 100.
Caught by: test_default_noise
"""

from torch import nn


def generator(noise_dim=100):
    return nn.Sequential(
        nn.Linear(noise_dim, 1024),
        nn.ReLU(),
        nn.Linear(1024, 1024),
        nn.ReLU(),
        nn.Linear(1024, 784),
        nn.Tanh(),
    )
