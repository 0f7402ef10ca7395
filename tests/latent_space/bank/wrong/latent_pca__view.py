"""view on samples that need not be contiguous.
Caught by: test_double_precision_slices
"""

import torch


def latent_pca(A, k):
    A = A.view(-1).view(A.shape)
    mean = A.mean(dim=0)
    _, s, V = torch.linalg.svd(A - mean, full_matrices=False)
    V = V[:k]
    return mean, V * V.gather(1, V.abs().argmax(dim=1, keepdim=True)).sign(), s[:k] / (len(A) - 1) ** 0.5
