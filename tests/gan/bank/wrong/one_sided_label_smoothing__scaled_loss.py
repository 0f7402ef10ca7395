"""Scales the loss of real images by 0.9 instead of their label.
Caught by: test_sure_is_punished
"""

import torch
import torch.nn.functional as F


def one_sided_label_smoothing(logits_real, logits_fake, smooth=0.1):
    bce = F.binary_cross_entropy_with_logits
    real = bce(logits_real, torch.ones_like(logits_real))
    fake = bce(logits_fake, torch.zeros_like(logits_fake))
    return (1 - smooth) * real + fake
