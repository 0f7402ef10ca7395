"""Sums over one axis only.
Caught by: test_feature_maps
"""


def feature_matching_loss(features_real, features_fake):
    gap = features_real.mean(dim=0) - features_fake.mean(dim=0)
    return (gap ** 2).sum(dim=0)
