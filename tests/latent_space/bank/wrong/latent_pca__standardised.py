"""Divides every column by its deviation.
Caught by: test_columns_keep_their_scale
"""

import torch


def latent_pca(A, k):
    mean = A.mean(dim=0)
    _, s, V = torch.linalg.svd((A - mean) / A.std(dim=0), full_matrices=False)
    V = V[:k]
    return mean, V * V.gather(1, V.abs().argmax(dim=1, keepdim=True)).sign(), s[:k] / (len(A) - 1) ** 0.5
