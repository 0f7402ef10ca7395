"""Sums of products of the flat scores."""

import torch


def discriminator_loss(real, fake):
    r, f = real.reshape(-1) - 1, fake.reshape(-1)
    return torch.dot(r, r) / (2 * len(r)) + torch.dot(f, f) / (2 * len(f))
