"""Eigenvectors of the covariance, by NumPy, in double precision."""

import numpy as np
import torch


def latent_pca(A, k):
    X = A.detach().double().numpy()
    mean = X.mean(axis=0)
    values, vectors = np.linalg.eigh((X - mean).T @ (X - mean) / (len(X) - 1))
    V = vectors[:, ::-1][:, :k].T
    V = V * np.sign(V[np.arange(k), np.abs(V).argmax(axis=1)])[:, None]
    sd = np.sqrt(np.clip(values[::-1][:k], 0, None))
    return tuple(torch.from_numpy(np.ascontiguousarray(part)).to(A.dtype) for part in (mean, V, sd))
