"""Slices, as in the original course."""

import torch


def tv_loss(img, tv_weight):
    H, W = img.shape[2:]
    below = torch.sum((img[:, :, 1:H, :] - img[:, :, :H - 1, :]) ** 2)
    beside = torch.sum((img[:, :, :, 1:W] - img[:, :, :, :W - 1]) ** 2)
    return tv_weight * (below + beside)
