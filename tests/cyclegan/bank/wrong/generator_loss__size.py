"""Sizes for squares.
Caught by: test_generator_by_hand
"""


def generator_loss(fake):
    return (fake - 1).abs().mean()
