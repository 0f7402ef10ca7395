"""Leaves the sign as it comes.
Caught by: test_largest_number_is_positive
"""

import torch


def latent_pca(A, k):
    mean = A.mean(dim=0)
    _, s, V = torch.linalg.svd(A - mean, full_matrices=False)
    return mean, V[:k], s[:k] / (len(A) - 1) ** 0.5
