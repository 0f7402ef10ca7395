"""Counts diagonal neighbours as well.
Caught by: test_value_pair_by_pair
"""

def tv_loss(img, tv_weight):
    below = img[:, :, 1:] - img[:, :, :-1]
    beside = img[..., 1:] - img[..., :-1]
    diagonal = img[:, :, 1:, 1:] - img[:, :, :-1, :-1]
    return tv_weight * ((below ** 2).sum() + (beside ** 2).sum() + (diagonal ** 2).sum())
