"""Halves the first term only.
Caught by: test_discriminator_by_hand
"""


def ls_discriminator_loss(scores_real, scores_fake):
    real = 0.5 * ((scores_real - 1) ** 2).mean()
    fake = (scores_fake ** 2).mean()
    return real + fake
