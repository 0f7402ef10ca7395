"""Takes the first column, which a row of scores has not.
Caught by: test_any_batch
"""


def ls_discriminator_loss(scores_real, scores_fake):
    real = 0.5 * ((scores_real[:, 0] - 1) ** 2).mean()
    fake = 0.5 * (scores_fake ** 2).mean()
    return real + fake
