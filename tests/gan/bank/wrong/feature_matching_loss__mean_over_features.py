"""Takes the mean over the features.
Caught by: test_by_hand
"""


def feature_matching_loss(features_real, features_fake):
    gap = features_real.flatten(1).mean(dim=1) - features_fake.flatten(1).mean(dim=1)
    return (gap ** 2).sum()
