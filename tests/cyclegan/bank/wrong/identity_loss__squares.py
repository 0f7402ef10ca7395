"""Squares for sizes.
Caught by: test_identity_is_the_mean_size
"""


def identity_loss(G, target, weight=5.0):
    return weight * (G(target) - target).square().mean()
