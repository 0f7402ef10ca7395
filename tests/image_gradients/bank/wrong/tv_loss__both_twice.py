"""Counts every pair from both sides.
Caught by: test_every_corner_counts
"""

def tv_loss(img, tv_weight):
    below = img[:, :, 1:] - img[:, :, :-1]
    beside = img[..., 1:] - img[..., :-1]
    return 2 * tv_weight * ((below ** 2).sum() + (beside ** 2).sum())
