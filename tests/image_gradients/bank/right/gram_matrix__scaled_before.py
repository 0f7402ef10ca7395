"""Scales the maps by the root before the product."""

def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    F = features.reshape(N, C, H * W)
    if normalize:
        F = F / (C * H * W) ** 0.5
    return F.matmul(F.transpose(-1, -2))
