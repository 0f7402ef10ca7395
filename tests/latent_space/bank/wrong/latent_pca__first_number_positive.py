"""Makes the first number of each component positive.
Caught by: test_largest_number_is_positive
"""

import torch


def latent_pca(A, k):
    mean = A.mean(dim=0)
    _, s, V = torch.linalg.svd(A - mean, full_matrices=False)
    V = V[:k]
    return mean, V * V[:, :1].sign(), s[:k] / (len(A) - 1) ** 0.5
