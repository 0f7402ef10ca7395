"""Forgets the half.
Caught by: test_discriminator_by_hand
"""


def discriminator_loss(real, fake):
    return (real - 1).square().mean() + fake.square().mean()
