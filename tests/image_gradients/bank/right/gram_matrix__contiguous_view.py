"""contiguous() before view, as in the original course."""

import torch


def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    F = features.contiguous().view(N, C, H * W)
    G = torch.matmul(F, F.transpose(2, 1))
    if normalize:
        G = G / (H * W * C)
    return G
