"""The methods square and mean."""


def ls_generator_loss(scores_fake):
    return 0.5 * (scores_fake - 1).square().mean()
