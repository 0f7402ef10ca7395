"""Calls view on an image that need not be contiguous.
Caught by: test_double_precision_and_strided_input
"""

def tv_loss(img, tv_weight):
    N, C, H, W = img.shape
    img = img.view(N * C, 1, H, W)
    below = img[:, :, 1:] - img[:, :, :-1]
    beside = img[..., 1:] - img[..., :-1]
    return tv_weight * ((below ** 2).sum() + (beside ** 2).sum())
