"""Computes in float32.
Caught by: test_double_precision
"""


def ls_discriminator_loss(scores_real, scores_fake):
    real = 0.5 * ((scores_real - 1) ** 2).mean()
    fake = 0.5 * (scores_fake.float() ** 2).mean()
    return real + fake
