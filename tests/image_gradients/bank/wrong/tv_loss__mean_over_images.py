"""Divides by the number of images.
Caught by: test_batch_adds_up
"""

def tv_loss(img, tv_weight):
    below = img[:, :, 1:] - img[:, :, :-1]
    beside = img[..., 1:] - img[..., :-1]
    return tv_weight * ((below ** 2).sum() + (beside ** 2).sum()) / len(img)
