"""Takes the sign of the first sample's coordinate.
Caught by: test_runs_agree
"""

import torch


def latent_pca(A, k):
    mean = A.mean(dim=0)
    _, s, V = torch.linalg.svd(A - mean, full_matrices=False)
    V = V[:k]
    return mean, V * ((A[0] - mean) @ V.T).sign()[:, None], s[:k] / (len(A) - 1) ** 0.5
