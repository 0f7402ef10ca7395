"""Subtracts the mean of each channel first: a covariance.
Caught by: test_every_image_has_its_own
"""

def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    F = features.reshape(N, C, H * W)
    F = F - F.mean(dim=2, keepdim=True)
    G = F @ F.transpose(1, 2)
    return G / (C * H * W) if normalize else G
