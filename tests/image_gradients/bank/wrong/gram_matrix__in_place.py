"""Divides the features of the caller.
Caught by: test_arguments_stay_as_they_were
"""

def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    if normalize:
        features /= (C * H * W) ** 0.5
    F = features.reshape(N, C, H * W)
    return F @ F.transpose(1, 2)
