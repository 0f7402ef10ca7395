"""A list, and a sign by max and min."""

import math

import torch


def latent_pca(A, k):
    mean = A.mean(dim=0)
    _, s, V = torch.linalg.svd(A - mean, full_matrices=False)
    V = V[:k].clone()
    for row in V:
        if row.max() < -row.min():
            row *= -1
    return [mean, V, s[:k] / math.sqrt(len(A) - 1)]
