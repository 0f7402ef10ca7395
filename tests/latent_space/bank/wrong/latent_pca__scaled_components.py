"""Multiplies the components by their deviations.
Caught by: test_fewer_samples_than_numbers
"""

import torch


def latent_pca(A, k):
    mean = A.mean(dim=0)
    _, s, V = torch.linalg.svd(A - mean, full_matrices=False)
    V, sd = V[:k], s[:k] / (len(A) - 1) ** 0.5
    return mean, sd[:, None] * V * V.gather(1, V.abs().argmax(dim=1, keepdim=True)).sign(), sd
