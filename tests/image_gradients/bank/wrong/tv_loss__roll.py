"""Rolls the image, so that the edges become neighbours.
Caught by: test_ramp_by_hand
"""

import torch


def tv_loss(img, tv_weight):
    below = img - torch.roll(img, 1, dims=2)
    beside = img - torch.roll(img, 1, dims=3)
    return tv_weight * ((below ** 2).sum() + (beside ** 2).sum())
