"""Takes one of the factors as a constant.
Caught by: test_gradient
"""

def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    F = features.reshape(N, C, H * W)
    G = F @ F.detach().transpose(1, 2)
    return G / (C * H * W) if normalize else G
