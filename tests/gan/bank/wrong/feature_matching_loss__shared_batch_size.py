"""Divides both by the number of real images.
Caught by: test_batches_of_different_size
"""


def feature_matching_loss(features_real, features_fake):
    gap = features_real.mean(dim=0) - features_fake.sum(dim=0) / len(features_real)
    return (gap ** 2).sum()
