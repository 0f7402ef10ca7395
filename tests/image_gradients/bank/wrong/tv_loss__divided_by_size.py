"""Divides by the size of the image.
Caught by: test_value_pair_by_pair
"""

def tv_loss(img, tv_weight):
    below = img[:, :, 1:] - img[:, :, :-1]
    beside = img[..., 1:] - img[..., :-1]
    return tv_weight * ((below ** 2).sum() + (beside ** 2).sum()) / img[0].numel()
