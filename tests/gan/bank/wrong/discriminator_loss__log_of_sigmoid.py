"""Takes the logarithm of a sigmoid that rounds to 0.
Caught by: test_far_from_zero
"""

import torch


def discriminator_loss(logits_real, logits_fake):
    real = -torch.log(torch.sigmoid(logits_real)).mean()
    return real - torch.log(1 - torch.sigmoid(logits_fake)).mean()
