"""Subtracts the mean in the caller's samples.
Caught by: test_runs_agree
"""

import torch


def latent_pca(A, k):
    mean = A.mean(dim=0)
    A -= mean
    _, s, V = torch.linalg.svd(A, full_matrices=False)
    V = V[:k]
    return mean, V * V.gather(1, V.abs().argmax(dim=1, keepdim=True)).sign(), s[:k] / (len(A) - 1) ** 0.5
