"""Clamps the logits to [-50, 50].
Caught by: test_far_from_zero
"""

import torch
import torch.nn.functional as F


def discriminator_loss(logits_real, logits_fake):
    logits_real, logits_fake = logits_real.clamp(-50, 50), logits_fake.clamp(-50, 50)
    bce = F.binary_cross_entropy_with_logits
    real = bce(logits_real, torch.ones_like(logits_real))
    fake = bce(logits_fake, torch.zeros_like(logits_fake))
    return real + fake
