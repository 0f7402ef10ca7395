"""Cannot take images.
Caught by: test_discriminator_takes_images_and_rows
"""

from torch import nn


def discriminator():
    return nn.Sequential(
        nn.Linear(784, 256),
        nn.LeakyReLU(0.01),
        nn.Linear(256, 256),
        nn.LeakyReLU(0.01),
        nn.Linear(256, 1),
    )
