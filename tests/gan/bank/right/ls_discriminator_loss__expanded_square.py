"""The square written out."""


def ls_discriminator_loss(scores_real, scores_fake):
    x, y = scores_real, scores_fake
    return (x * x - 2 * x + 1 + y * y).mean() / 2
