"""Reshapes to (H W, C) without transposing.
Caught by: test_positions_are_forgotten
"""

def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    F = features.reshape(N, H * W, C)
    G = F.transpose(1, 2) @ F
    return G / (C * H * W) if normalize else G
