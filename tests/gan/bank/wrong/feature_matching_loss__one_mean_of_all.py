"""Takes one mean over everything.
Caught by: test_by_hand
"""


def feature_matching_loss(features_real, features_fake):
    gap = features_real.mean() - features_fake.mean()
    return (gap ** 2).sum()
