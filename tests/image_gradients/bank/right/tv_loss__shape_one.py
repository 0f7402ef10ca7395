"""A result of shape (1,)."""

def tv_loss(img, tv_weight):
    below = img[:, :, 1:] - img[:, :, :-1]
    beside = img[..., 1:] - img[..., :-1]
    return tv_weight * ((below ** 2).sum() + (beside ** 2).sum()).view(1)
