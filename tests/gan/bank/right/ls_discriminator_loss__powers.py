"""torch.pow and torch.mean."""

import torch


def ls_discriminator_loss(scores_real, scores_fake):
    return torch.mean(torch.pow(scores_real - 1, 2)) / 2 + torch.mean(torch.pow(scores_fake, 2)) / 2
