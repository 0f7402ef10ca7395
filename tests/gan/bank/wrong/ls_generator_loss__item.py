"""Returns a number without a gradient.
Caught by: test_gradients
"""


def ls_generator_loss(scores_fake):
    return 0.5 * ((scores_fake - 1) ** 2).mean().item()
