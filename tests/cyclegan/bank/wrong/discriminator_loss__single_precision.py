"""Converts to float32.
Caught by: test_double_precision_slices
"""


def discriminator_loss(real, fake):
    return ((real.float() - 1).square().mean() + fake.float().square().mean()) / 2
