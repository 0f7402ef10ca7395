"""Sums over the batch.
Caught by: test_definition
"""


def feature_matching_loss(features_real, features_fake):
    gap = features_real.sum(dim=0) - features_fake.sum(dim=0)
    return (gap ** 2).sum()
