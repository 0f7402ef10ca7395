"""Squares the mean instead of taking the mean of squares.
Caught by: test_any_batch
"""


def ls_discriminator_loss(scores_real, scores_fake):
    real = 0.5 * (scores_real - 1).mean() ** 2
    fake = 0.5 * scores_fake.mean() ** 2
    return real + fake
