"""The methods square and mean."""


def ls_discriminator_loss(scores_real, scores_fake):
    return 0.5 * (scores_real - 1).square().mean() + 0.5 * scores_fake.square().mean()
