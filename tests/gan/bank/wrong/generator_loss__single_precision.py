"""Computes in float32.
Caught by: test_double_precision
"""

import torch
import torch.nn.functional as F


def generator_loss(logits_fake):
    labels = torch.ones_like(logits_fake)
    return F.binary_cross_entropy_with_logits(logits_fake.float(), labels.float())
