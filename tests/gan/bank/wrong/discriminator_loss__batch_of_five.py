"""Has labels for five images.
Caught by: test_flat_logits
"""

import torch
import torch.nn.functional as F


def discriminator_loss(logits_real, logits_fake):
    bce = F.binary_cross_entropy_with_logits
    ones = torch.ones(5, dtype=logits_real.dtype)
    return bce(logits_real.reshape(-1), ones) + bce(logits_fake.reshape(-1), 0 * ones)
