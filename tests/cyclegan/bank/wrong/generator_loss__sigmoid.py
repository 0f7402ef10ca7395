"""A sigmoid on the scores.
Caught by: test_gradients
"""


def generator_loss(fake):
    return (fake.sigmoid() - 1).square().mean()
