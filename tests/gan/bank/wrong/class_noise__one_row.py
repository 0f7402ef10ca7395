"""The same chance in every row.
Caught by: test_noise_is_normal
"""

import torch
import torch.nn.functional as F


def class_noise(y):
    chance = torch.randn(1, 90).expand(len(y), -1)
    return torch.cat([F.one_hot(y, 10).float(), chance], dim=1)
