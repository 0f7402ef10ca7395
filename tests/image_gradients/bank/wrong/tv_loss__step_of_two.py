"""Compares pixels two apart.
Caught by: test_every_corner_counts
"""

def tv_loss(img, tv_weight):
    below = img[:, :, 2:] - img[:, :, :-2]
    beside = img[..., 2:] - img[..., :-2]
    return tv_weight * ((below ** 2).sum() + (beside ** 2).sum()) * 0.75
