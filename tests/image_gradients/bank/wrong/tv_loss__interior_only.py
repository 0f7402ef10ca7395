"""The sum of the interior: no pairs in the last row and column.
Caught by: test_every_corner_counts
"""

def tv_loss(img, tv_weight):
    a = img[:, :, :-1, :-1]
    b = img[:, :, 1:, :-1]
    c = img[:, :, :-1, 1:]
    return tv_weight * (((b - a) ** 2).sum() + ((c - a) ** 2).sum())
