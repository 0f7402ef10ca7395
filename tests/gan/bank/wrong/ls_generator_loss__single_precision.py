"""Computes in float32.
Caught by: test_double_precision
"""


def ls_generator_loss(scores_fake):
    return 0.5 * ((scores_fake.float() - 1) ** 2).mean()
