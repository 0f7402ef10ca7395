"""Scores above 1 cost nothing.
Caught by: test_gradients
"""


def generator_loss(fake):
    return (1 - fake).clamp(min=0).square().mean()
