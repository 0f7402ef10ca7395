"""Hides log(0) behind a small number.
Caught by: test_far_from_zero
"""

import torch


def discriminator_loss(logits_real, logits_fake):
    real = -torch.log(torch.sigmoid(logits_real) + 1e-8).mean()
    return real - torch.log(1 - torch.sigmoid(logits_fake) + 1e-8).mean()
