"""Maximises the logit itself, as a critic without a sigmoid would have it.
Caught by: test_generator_loss
"""


def generator_loss(logits_fake):
    return -logits_fake.mean()
