"""Has no activation after the first layer.
Caught by: test_discriminator_layer_by_layer
"""

from torch import nn


def discriminator():
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, 256),
        nn.Linear(256, 256),
        nn.LeakyReLU(0.01),
        nn.Linear(256, 1),
    )
