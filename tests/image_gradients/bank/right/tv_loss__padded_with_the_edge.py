"""Pads with the edge, whose differences are 0."""

import torch.nn.functional as F


def tv_loss(img, tv_weight):
    x = F.pad(img, (0, 1, 0, 1), mode="replicate")
    below = x[:, :, 1:, :-1] - img
    beside = x[:, :, :-1, 1:] - img
    return tv_weight * (below.pow(2).sum() + beside.pow(2).sum())
