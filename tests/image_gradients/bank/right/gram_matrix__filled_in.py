"""Into a new tensor of the right dtype, image by image."""

import torch


def gram_matrix(features, normalize=True):
    N, C, H, W = features.shape
    G = torch.zeros((N, C, C), dtype=features.dtype, device=features.device)
    for k in range(N):
        F = features[k].reshape(C, H * W)
        G[k] = torch.mm(F, F.t())
    if normalize:
        G /= C * H * W
    return G
