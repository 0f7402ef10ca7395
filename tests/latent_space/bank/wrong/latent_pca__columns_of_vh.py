"""Takes the columns of Vh.
Caught by: test_components_are_eigenvectors_of_the_covariance
"""

import torch


def latent_pca(A, k):
    mean = A.mean(dim=0)
    _, s, V = torch.linalg.svd(A - mean, full_matrices=len(A) < A.shape[1])
    V = V[:, :k].T
    return mean, V * V.gather(1, V.abs().argmax(dim=1, keepdim=True)).sign(), s[:k] / (len(A) - 1) ** 0.5
