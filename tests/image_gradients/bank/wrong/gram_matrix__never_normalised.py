"""Does not normalise.
Caught by: test_normalised_value_by_hand
"""

def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    F = features.reshape(N, C, H * W)
    return F @ F.transpose(1, 2)
