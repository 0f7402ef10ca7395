"""Labels from the size of the real batch, as the original course suggests."""

import torch
import torch.nn.functional as F


def discriminator_loss(logits_real, logits_fake):
    N = logits_real.size()
    labels = torch.ones(N, dtype=logits_real.dtype)
    bce = F.binary_cross_entropy_with_logits
    return bce(logits_real, labels) + bce(logits_fake, 1 - labels)
