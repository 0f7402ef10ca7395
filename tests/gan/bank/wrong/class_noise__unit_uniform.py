"""Uniform noise of deviation 1.
Caught by: test_noise_is_normal
"""

import torch
import torch.nn.functional as F


def class_noise(y):
    chance = (2 * torch.rand(len(y), 90) - 1) * 3**0.5
    return torch.cat([F.one_hot(y, 10).float(), chance], dim=1)
