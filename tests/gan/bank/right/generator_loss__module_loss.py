"""nn.BCEWithLogitsLoss."""

from torch import nn


def generator_loss(logits_fake):
    return nn.BCEWithLogitsLoss()(logits_fake, logits_fake.new_ones(logits_fake.shape))
