"""Works for one image only.
Caught by: test_every_image_has_its_own
"""

def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    F = features.reshape(C, H * W)
    G = (F @ F.t()).unsqueeze(0)
    return G / (C * H * W) if normalize else G
