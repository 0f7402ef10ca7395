"""Returns the mean of the centred samples.
Caught by: test_mean_is_taken_off
"""

import torch


def latent_pca(A, k):
    A = A - A.mean(dim=0)
    _, s, V = torch.linalg.svd(A, full_matrices=False)
    V = V[:k]
    return A.mean(dim=0), V * V.gather(1, V.abs().argmax(dim=1, keepdim=True)).sign(), s[:k] / (len(A) - 1) ** 0.5
