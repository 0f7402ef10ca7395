"""Two halves."""

import torch


def discriminator_loss(real, fake):
    return 0.5 * torch.mean((real - 1) ** 2) + 0.5 * torch.mean(fake**2)
