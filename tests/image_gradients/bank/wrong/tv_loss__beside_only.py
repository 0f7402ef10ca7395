"""Counts the pairs beside each other only.
Caught by: test_ramp_by_hand
"""

def tv_loss(img, tv_weight):
    beside = img[..., 1:] - img[..., :-1]
    return tv_weight * (beside ** 2).sum()
