"""Always 10.
Caught by: test_weights
"""


def cycle_loss(back, fake, real, weight=10.0):
    return 10 * (back(fake) - real).abs().mean()
