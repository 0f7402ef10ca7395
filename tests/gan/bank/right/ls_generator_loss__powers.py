"""torch.pow and torch.mean."""

import torch


def ls_generator_loss(scores_fake):
    return torch.mean(torch.pow(1 - scores_fake, 2)) / 2
