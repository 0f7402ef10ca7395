"""Writes to the caller's logits.
Caught by: test_logits_stay_as_they_were
"""

import torch
import torch.nn.functional as F


def generator_loss(logits_fake):
    loss = F.binary_cross_entropy_with_logits(logits_fake, torch.ones_like(logits_fake))
    with torch.no_grad():
        logits_fake.zero_()
    return loss
