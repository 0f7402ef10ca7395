"""scikit-learn's PCA with the full solver; the sign fixed afterwards."""

import numpy as np
import torch


def latent_pca(A, k):
    from sklearn.decomposition import PCA

    pca = PCA(k, svd_solver="full").fit(A.detach().numpy())
    V = torch.from_numpy(pca.components_.copy())
    rows = torch.arange(k)
    V = torch.where((V[rows, V.abs().argmax(1)] < 0)[:, None], -V, V)
    return torch.from_numpy(pca.mean_.copy()), V, torch.from_numpy(np.sqrt(pca.explained_variance_))
