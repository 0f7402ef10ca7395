"""The square of one less the score."""

import torch


def generator_loss(fake):
    return torch.mean((1 - fake) ** 2)
