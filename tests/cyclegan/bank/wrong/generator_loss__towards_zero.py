"""Fakes are to be scored 0.
Caught by: test_generator_by_hand
"""


def generator_loss(fake):
    return fake.square().mean()
