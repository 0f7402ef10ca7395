"""Makes every number positive.
Caught by: test_components_are_eigenvectors_of_the_covariance
"""

import torch


def latent_pca(A, k):
    mean = A.mean(dim=0)
    _, s, V = torch.linalg.svd(A - mean, full_matrices=False)
    return mean, V[:k].abs(), s[:k] / (len(A) - 1) ** 0.5
