"""The class is added to normal numbers.
Caught by: test_noise_begins_with_the_class
"""

import torch
import torch.nn.functional as F


def class_noise(y):
    Z = torch.randn(len(y), 100)
    Z[:, :10] += F.one_hot(y, 10)
    return Z
