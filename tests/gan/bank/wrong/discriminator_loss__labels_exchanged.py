"""Gives real images the label 0 and fakes the label 1.
Caught by: test_discriminator_loss
"""

import torch
import torch.nn.functional as F


def discriminator_loss(logits_real, logits_fake):
    bce = F.binary_cross_entropy_with_logits
    real = bce(logits_real, torch.zeros_like(logits_real))
    fake = bce(logits_fake, torch.ones_like(logits_fake))
    return real + fake
