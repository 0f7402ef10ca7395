"""The right value without a gradient.
Caught by: test_gradient
"""

def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    F = features.data.reshape(N, C, H * W)
    G = F @ F.transpose(1, 2)
    return G / (C * H * W) if normalize else G
