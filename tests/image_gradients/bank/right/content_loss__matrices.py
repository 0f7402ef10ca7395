"""As matrices of shape (C, H W), from the original course, for every image."""

import torch


def content_loss(content_weight, content_current, content_original):
    N, C, H, W = content_current.shape
    F = content_current.reshape(N, C, H * W)
    P = content_original.reshape(N, C, H * W)
    return content_weight * torch.sum((F - P) ** 2)
