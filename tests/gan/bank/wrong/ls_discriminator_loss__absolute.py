"""Takes absolute values for squares.
Caught by: test_discriminator_by_hand
"""


def ls_discriminator_loss(scores_real, scores_fake):
    real = 0.5 * (scores_real - 1).abs().mean()
    fake = 0.5 * scores_fake.abs().mean()
    return real + fake
