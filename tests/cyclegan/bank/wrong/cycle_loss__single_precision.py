"""A loss in float32.
Caught by: test_double_precision_slices
"""


def cycle_loss(back, fake, real, weight=10.0):
    return weight * (back(fake) - real).float().abs().mean()
