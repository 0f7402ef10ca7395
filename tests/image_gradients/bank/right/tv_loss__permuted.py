"""Channels last, as for NumPy, then differences."""

def tv_loss(img, tv_weight):
    x = img.permute(0, 2, 3, 1)
    a = x[:, 1:] - x[:, :-1]
    b = x[:, :, 1:] - x[:, :, :-1]
    return tv_weight * ((a * a).sum() + (b * b).sum())
