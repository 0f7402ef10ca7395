"""A loss in float32.
Caught by: test_double_precision_slices
"""


def identity_loss(G, target, weight=5.0):
    return weight * (G(target) - target).float().abs().mean()
