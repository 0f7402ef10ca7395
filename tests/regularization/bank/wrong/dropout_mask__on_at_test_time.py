"""Drops at test time, too.
Caught by: test_off_at_test_time
"""


def dropout_mask(shape, rate, rng, train=True):
    return (rng.random(shape) >= rate) / (1 - rate)
