"""Gives every image the matrix of the first.
Caught by: test_every_image_has_its_own
"""

def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    F = features[0].reshape(C, H * W)
    G = (F @ F.t()).expand(N, C, C)
    return G / (C * H * W) if normalize else G
