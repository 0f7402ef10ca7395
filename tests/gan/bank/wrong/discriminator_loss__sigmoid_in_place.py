"""Clamps the caller's logits in place.
Caught by: test_logits_stay_as_they_were
"""

import torch
import torch.nn.functional as F


def discriminator_loss(logits_real, logits_fake):
    bce = F.binary_cross_entropy_with_logits
    loss = bce(logits_real, torch.ones_like(logits_real)) + bce(logits_fake, torch.zeros_like(logits_fake))
    with torch.no_grad():
        logits_fake.mul_(0.5)
    return loss
