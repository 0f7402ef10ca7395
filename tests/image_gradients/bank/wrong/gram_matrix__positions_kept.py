"""Multiplies rows of pixels: positions in a column are not summed.
Caught by: test_positions_are_forgotten
"""

import torch


def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    G = torch.einsum("nchw,ndhv->ncd", features, features)
    return G / (C * H * W) if normalize else G
