"""The same noise at each call.
Caught by: test_noise_is_new_each_time
"""

import torch
import torch.nn.functional as F


def class_noise(y):
    torch.manual_seed(0)
    chance = torch.randn(len(y), 90, device=y.device)
    return torch.cat([F.one_hot(y, 10).float(), chance], dim=1)
