"""Sends the real image back.
Caught by: test_cycle_is_the_mean_size
"""


def cycle_loss(back, fake, real, weight=10.0):
    return weight * (back(real) - real).abs().mean()
