"""A half that is not asked for.
Caught by: test_generator_by_hand
"""


def generator_loss(fake):
    return (fake - 1).square().mean() / 2
