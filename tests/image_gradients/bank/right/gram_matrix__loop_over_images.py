"""One image at a time, stacked."""

import torch


def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    grams = []
    for k in range(N):
        F = features[k].contiguous().view(C, H * W)
        grams.append(F.mm(F.t()))
    G = torch.stack(grams)
    if normalize:
        G = G / (C * H * W)
    return G
