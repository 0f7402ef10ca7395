"""The number of the class in place of one-hot numbers.
Caught by: test_noise_begins_with_the_class
"""

import torch


def class_noise(y):
    Z = torch.randn(len(y), 100)
    Z[:, :10] = y[:, None].float()
    return Z
