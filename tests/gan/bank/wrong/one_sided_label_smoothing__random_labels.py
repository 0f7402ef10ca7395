"""Draws labels between 1 - smooth and 1.
Caught by: test_definition
"""

import torch
import torch.nn.functional as F


def one_sided_label_smoothing(logits_real, logits_fake, smooth=0.1):
    bce = F.binary_cross_entropy_with_logits
    real = bce(logits_real, 1 - smooth * torch.rand_like(logits_real))
    fake = bce(logits_fake, torch.zeros_like(logits_fake))
    return real + fake
