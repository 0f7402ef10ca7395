"""Converts to float32.
Caught by: test_double_precision_and_strided_input
"""

def tv_loss(img, tv_weight):
    img = img.float()
    below = img[:, :, 1:] - img[:, :, :-1]
    beside = img[..., 1:] - img[..., :-1]
    return tv_weight * ((below ** 2).sum() + (beside ** 2).sum())
