"""nn.BCEWithLogitsLoss, with the result as a tensor of one value."""

from torch import nn


def discriminator_loss(logits_real, logits_fake):
    bce = nn.BCEWithLogitsLoss()
    loss = bce(logits_real, logits_real.new_ones(logits_real.shape)) + bce(logits_fake, logits_fake.new_zeros(logits_fake.shape))
    return loss.view(1)
