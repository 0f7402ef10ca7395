"""Treats the images of a batch as further channels.
Caught by: test_every_image_has_its_own
"""

import torch


def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    F = features.reshape(N * C, H * W)
    G = F @ F.t()
    G = torch.stack([G[k * C:(k + 1) * C, :C] for k in range(N)])
    return G / (C * H * W) if normalize else G
