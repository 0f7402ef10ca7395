"""Computes in float32.
Caught by: test_double_precision
"""

import torch
import torch.nn.functional as F


def discriminator_loss(logits_real, logits_fake):
    logits_real, logits_fake = logits_real.float(), logits_fake.float()
    bce = F.binary_cross_entropy_with_logits
    real = bce(logits_real, torch.ones_like(logits_real))
    fake = bce(logits_fake, torch.zeros_like(logits_fake))
    return real + fake
