"""Averages the squared differences.
Caught by: test_value_pair_by_pair
"""

def tv_loss(img, tv_weight):
    below = img[:, :, 1:] - img[:, :, :-1]
    beside = img[..., 1:] - img[..., :-1]
    return tv_weight * ((below ** 2).mean() + (beside ** 2).mean())
