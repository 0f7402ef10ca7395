"""Computes in float32.
Caught by: test_double_precision_and_second_call
"""


def feature_matching_loss(features_real, features_fake):
    gap = features_real.mean(dim=0) - features_fake.float().mean(dim=0)
    return (gap ** 2).sum()
