"""Sums over the batch.
Caught by: test_discriminator_by_hand
"""


def ls_discriminator_loss(scores_real, scores_fake):
    real = 0.5 * ((scores_real - 1) ** 2).sum()
    fake = 0.5 * (scores_fake ** 2).sum()
    return real + fake
