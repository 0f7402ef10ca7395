"""Has a default of 0.2.
Caught by: test_default
"""

import torch
import torch.nn.functional as F


def one_sided_label_smoothing(logits_real, logits_fake, smooth=0.2):
    bce = F.binary_cross_entropy_with_logits
    real = bce(logits_real, torch.full_like(logits_real, 1 - smooth))
    fake = bce(logits_fake, torch.zeros_like(logits_fake))
    return real + fake
