"""Forgets the real images.
Caught by: test_discriminator_loss
"""

import torch
import torch.nn.functional as F


def discriminator_loss(logits_real, logits_fake):
    bce = F.binary_cross_entropy_with_logits
    real = bce(logits_real, torch.ones_like(logits_real))
    fake = bce(logits_fake, torch.zeros_like(logits_fake))
    return fake
