"""Makes labels of shape (N, 1).
Caught by: test_flat_logits
"""

import torch
import torch.nn.functional as F


def generator_loss(logits_fake):
    labels = torch.ones(len(logits_fake), 1, dtype=logits_fake.dtype)
    return F.binary_cross_entropy_with_logits(logits_fake, labels)
