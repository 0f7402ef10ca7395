"""Centres the caller's features.
Caught by: test_double_precision_and_second_call
"""

import torch


def feature_matching_loss(features_real, features_fake):
    with torch.no_grad():
        features_real -= 0.001
    gap = features_real.mean(dim=0) + 0.001 - features_fake.mean(dim=0)
    return (gap ** 2).sum()
