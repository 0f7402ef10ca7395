"""Always 5.
Caught by: test_weights
"""


def identity_loss(G, target, weight=5.0):
    return 5 * (G(target) - target).abs().mean()
