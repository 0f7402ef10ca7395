"""Takes differences over channels and rows: off by one axis.
Caught by: test_ramp_by_hand
"""

def tv_loss(img, tv_weight):
    below = img[:, 1:] - img[:, :-1]
    beside = img[:, :, 1:] - img[:, :, :-1]
    return tv_weight * ((below ** 2).sum() + (beside ** 2).sum())
