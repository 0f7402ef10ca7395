"""nn.MSELoss."""

import torch


def discriminator_loss(real, fake):
    criterion = torch.nn.MSELoss()
    total = criterion(real, real.new_ones(real.shape)) + criterion(fake, fake.new_zeros(fake.shape))
    return total / 2
