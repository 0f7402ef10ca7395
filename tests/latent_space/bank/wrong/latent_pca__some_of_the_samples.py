"""Decomposes a random half of the samples, to save time.
Caught by: test_runs_agree
"""

import torch


def latent_pca(A, k):
    mean = A.mean(dim=0)
    chosen = A[torch.randperm(len(A))[: max(k + 1, len(A) // 2)]]
    _, s, V = torch.linalg.svd(chosen - mean, full_matrices=False)
    V = V[:k]
    return mean, V * V.gather(1, V.abs().argmax(dim=1, keepdim=True)).sign(), s[:k] / (len(chosen) - 1) ** 0.5
