"""Ignores normalize.
Caught by: test_normalisation_can_be_left_out
"""

def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    F = features.reshape(N, C, H * W)
    return F @ F.transpose(1, 2) / (C * H * W)
