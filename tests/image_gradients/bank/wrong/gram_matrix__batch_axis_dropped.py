"""Drops the batch axis; a comparison that broadcasts would not notice.
Caught by: test_single_image_keeps_its_batch_axis
"""

def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    F = features.reshape(N, C, H * W)
    G = (F @ F.transpose(1, 2)).squeeze(0)
    return G / (C * H * W) if normalize else G
