"""Normalises when told not to.
Caught by: test_normalisation_can_be_left_out
"""

def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    F = features.reshape(N, C, H * W)
    G = F @ F.transpose(1, 2)
    return G if normalize else G / (C * H * W)
