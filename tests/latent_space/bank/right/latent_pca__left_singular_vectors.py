"""The SVD of the transpose; deviations from the projections."""

import torch


def latent_pca(A, k):
    mean = A.mean(dim=0)
    U, _, _ = torch.linalg.svd((A - mean).T, full_matrices=False)
    V = U.T[:k]
    flip = [(-1.0 if row[int(row.abs().argmax())] < 0 else 1.0) for row in V]
    V = V * torch.tensor(flip, dtype=A.dtype)[:, None]
    return mean, V, ((A - mean) @ V.T).std(dim=0)
