"""One call for both batches, times two."""

import torch
import torch.nn.functional as F


def discriminator_loss(logits_real, logits_fake):
    logits = torch.cat([logits_real.reshape(-1), logits_fake.reshape(-1)])
    labels = torch.cat([torch.ones_like(logits_real).reshape(-1), torch.zeros_like(logits_fake).reshape(-1)])
    return 2 * F.binary_cross_entropy_with_logits(logits, labels)
