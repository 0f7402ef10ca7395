"""Centres each sample by its own mean.
Caught by: test_fewer_samples_than_numbers
"""

import torch


def latent_pca(A, k):
    mean = A.mean(dim=0)
    _, s, V = torch.linalg.svd(A - A.mean(dim=1, keepdim=True), full_matrices=False)
    V = V[:k]
    return mean, V * V.gather(1, V.abs().argmax(dim=1, keepdim=True)).sign(), s[:k] / (len(A) - 1) ** 0.5
