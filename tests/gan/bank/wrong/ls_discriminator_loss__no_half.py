"""Forgets the factor 1/2.
Caught by: test_discriminator_by_hand
"""


def ls_discriminator_loss(scores_real, scores_fake):
    real = ((scores_real - 1) ** 2).mean()
    fake = (scores_fake ** 2).mean()
    return real + fake
