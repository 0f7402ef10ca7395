"""Smallest deviation first, as eigh gives them.
Caught by: test_components_are_eigenvectors_of_the_covariance
"""

import torch


def latent_pca(A, k):
    mean = A.mean(dim=0)
    values, V = torch.linalg.eigh(torch.cov(A.T))
    V = V.T[:k]
    return mean, V * V.gather(1, V.abs().argmax(dim=1, keepdim=True)).sign(), values[:k].clamp(min=0).sqrt()
