"""A tensor of shape (1,)."""


def ls_generator_loss(scores_fake):
    return (0.5 * (scores_fake - 1) ** 2).mean().reshape(1)
