"""Subtracts in place.
Caught by: test_double_precision_slices
"""

import torch


def discriminator_loss(real, fake):
    with torch.no_grad():
        real -= 1
    return (real.square().mean() + fake.square().mean()) / 2
