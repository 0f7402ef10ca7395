"""Needs batches of one size.
Caught by: test_batches_of_different_size
"""


def feature_matching_loss(features_real, features_fake):
    gap = (features_real - features_fake).mean(dim=0)
    return (gap ** 2).sum()
