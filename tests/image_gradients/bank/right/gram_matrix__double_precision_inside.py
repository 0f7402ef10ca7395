"""float64 inside, the dtype of the features outside."""

def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    F = features.double().reshape(N, C, H * W)
    G = F @ F.transpose(1, 2)
    return (G / (C * H * W) if normalize else G).to(features.dtype)
