"""Takes the neighbours as constants.
Caught by: test_gradient
"""

def tv_loss(img, tv_weight):
    other = img.detach()
    below = img[:, :, 1:] - other[:, :, :-1]
    beside = img[..., 1:] - other[..., :-1]
    return tv_weight * ((below ** 2).sum() + (beside ** 2).sum())
