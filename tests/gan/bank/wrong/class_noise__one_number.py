"""The same number in a whole row.
Caught by: test_noise_is_normal
"""

import torch
import torch.nn.functional as F


def class_noise(y):
    chance = torch.randn(len(y), 1).expand(-1, 90)
    return torch.cat([F.one_hot(y, 10).float(), chance], dim=1)
