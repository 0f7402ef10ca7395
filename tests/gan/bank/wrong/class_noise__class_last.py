"""The class comes last.
Caught by: test_noise_begins_with_the_class
"""

import torch
import torch.nn.functional as F


def class_noise(y):
    chance = torch.randn(len(y), 90, device=y.device)
    return torch.cat([chance, F.one_hot(y, 10).float()], dim=1)
