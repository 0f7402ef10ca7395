"""Assumes that maps are square.
Caught by: test_single_image_keeps_its_batch_axis
"""

def gram_matrix(features, normalize=True):
    N, C, H, _ = features.shape
    F = features.reshape(N, C, H * H)
    G = F @ F.transpose(1, 2)
    return G / (C * H * H) if normalize else G
