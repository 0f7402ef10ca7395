"""Subtracts the label in the caller's scores.
Caught by: test_scores_stay_as_they_were
"""


def ls_discriminator_loss(scores_real, scores_fake):
    real = 0.5 * (scores_real.sub_(1) ** 2).mean()
    fake = 0.5 * (scores_fake ** 2).mean()
    return real + fake
