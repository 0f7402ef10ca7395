"""Clamps the caller's logits.
Caught by: test_logits_stay_as_they_were
"""

import torch
import torch.nn.functional as F


def one_sided_label_smoothing(logits_real, logits_fake, smooth=0.1):
    bce = F.binary_cross_entropy_with_logits
    real = bce(logits_real, torch.full_like(logits_real, 1 - smooth))
    fake = bce(logits_fake, torch.zeros_like(logits_fake))
    with torch.no_grad():
        logits_real.clamp_(-0.1, 0.1)
    return real + fake
