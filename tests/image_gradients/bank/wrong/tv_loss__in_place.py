"""Subtracts in the image of the caller.
Caught by: test_image_stays_as_it_was
"""

def tv_loss(img, tv_weight):
    below = img[:, :, 1:] - img[:, :, :-1]
    beside = img[..., 1:] - img[..., :-1]
    img -= img.mean()
    return tv_weight * ((below ** 2).sum() + (beside ** 2).sum())
