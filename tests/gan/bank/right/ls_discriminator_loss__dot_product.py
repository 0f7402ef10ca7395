"""Inner products over the number of images."""


def ls_discriminator_loss(scores_real, scores_fake):
    x, y = scores_real.reshape(-1) - 1, scores_fake.reshape(-1)
    return (x @ x) / (2 * len(x)) + (y @ y) / (2 * len(y))
