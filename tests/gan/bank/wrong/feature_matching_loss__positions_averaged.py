"""Averages over positions, too.
Caught by: test_feature_maps
"""


def feature_matching_loss(features_real, features_fake):
    if features_real.ndim < 3:
        features_real, features_fake = features_real[..., None], features_fake[..., None]
    gap = features_real.flatten(2).mean(dim=(0, 2)) - features_fake.flatten(2).mean(dim=(0, 2))
    return (gap ** 2).sum()
