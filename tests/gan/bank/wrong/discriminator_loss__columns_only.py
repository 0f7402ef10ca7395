"""Makes labels of shape (N, 1): a row of logits is refused.
Caught by: test_flat_logits
"""

import torch
import torch.nn.functional as F


def discriminator_loss(logits_real, logits_fake):
    N = len(logits_real)
    bce = F.binary_cross_entropy_with_logits
    return bce(logits_real, torch.ones(N, 1, dtype=logits_real.dtype)) + bce(logits_fake, torch.zeros(N, 1, dtype=logits_real.dtype))
