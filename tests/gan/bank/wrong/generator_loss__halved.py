"""Halves the loss.
Caught by: test_generator_loss
"""

import torch
import torch.nn.functional as F


def generator_loss(logits_fake):
    labels = torch.ones_like(logits_fake)
    return 0.5 * F.binary_cross_entropy_with_logits(logits_fake, labels)
