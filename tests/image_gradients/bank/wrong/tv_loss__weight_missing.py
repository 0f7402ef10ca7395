"""Leaves the weight out.
Caught by: test_weight_scales_the_loss
"""

def tv_loss(img, tv_weight):
    below = img[:, :, 1:] - img[:, :, :-1]
    beside = img[..., 1:] - img[..., :-1]
    return (below ** 2).sum() + (beside ** 2).sum()
