"""No chance at all.
Caught by: test_noise_is_normal
"""

import torch
import torch.nn.functional as F


def class_noise(y):
    chance = torch.zeros(len(y), 90)
    return torch.cat([F.one_hot(y, 10).float(), chance], dim=1)
