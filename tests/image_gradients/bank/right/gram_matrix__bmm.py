"""bmm of the flattened maps."""

import torch


def gram_matrix(features, normalize=True):
    F = features.flatten(2)
    G = torch.bmm(F, F.permute(0, 2, 1))
    return G / (F.shape[1] * F.shape[2]) if normalize else G
