"""Takes a sigmoid first.
Caught by: test_discriminator_by_hand
"""

import torch


def ls_discriminator_loss(scores_real, scores_fake):
    real = 0.5 * ((torch.sigmoid(scores_real) - 1) ** 2).mean()
    fake = 0.5 * (torch.sigmoid(scores_fake) ** 2).mean()
    return real + fake
