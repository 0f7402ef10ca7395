"""Eigenvectors of the smaller of the two products."""

import torch


def latent_pca(A, k):
    mean = A.mean(0)
    X = (A - mean).double()
    if len(X) > X.shape[1]:
        values, V = torch.linalg.eigh(X.T @ X)
        V = V.flip(1)[:, :k].T
    else:
        values, U = torch.linalg.eigh(X @ X.T)
        V = (X.T @ U.flip(1)[:, :k]).T
        V = V / V.norm(dim=1, keepdim=True)
    best = V.abs().max(dim=1).indices
    V = V * torch.sign(V[torch.arange(k), best])[:, None]
    sd = ((X @ V.T).square().sum(0) / (len(X) - 1)).sqrt()
    return mean, V.to(A.dtype), sd.to(A.dtype)
