"""Wants 0 for real and 1 for fake images.
Caught by: test_discriminator_by_hand
"""


def ls_discriminator_loss(scores_real, scores_fake):
    real = 0.5 * (scores_real ** 2).mean()
    fake = 0.5 * ((scores_fake - 1) ** 2).mean()
    return real + fake
