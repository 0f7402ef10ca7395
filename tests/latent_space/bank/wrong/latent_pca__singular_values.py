"""Returns the singular values themselves.
Caught by: test_deviations
"""

import torch


def latent_pca(A, k):
    mean = A.mean(dim=0)
    _, s, V = torch.linalg.svd(A - mean, full_matrices=False)
    V = V[:k]
    return mean, V * V.gather(1, V.abs().argmax(dim=1, keepdim=True)).sign(), s[:k]
