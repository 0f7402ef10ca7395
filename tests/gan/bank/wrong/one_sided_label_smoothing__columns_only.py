"""Makes labels of shape (N, 1).
Caught by: test_any_batch_and_dtype
"""

import torch
import torch.nn.functional as F


def one_sided_label_smoothing(logits_real, logits_fake, smooth=0.1):
    bce = F.binary_cross_entropy_with_logits
    real = bce(logits_real, torch.full((len(logits_real), 1), 1 - smooth, dtype=logits_real.dtype))
    fake = bce(logits_fake, torch.zeros_like(logits_fake))
    return real + fake
