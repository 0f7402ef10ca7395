"""nn.L1Loss, the image first."""

import torch


def cycle_loss(back, fake, real, weight=10.0):
    return torch.nn.L1Loss()(real, back(fake)) * weight
