"""init='nndsvd'."""

import torch
from sklearn.decomposition import NMF


def neuron_groups(activations, groups):
    A = activations.detach().clamp(min=0)
    N, K, h, w = A.shape
    V = A.permute(0, 2, 3, 1).reshape(N * h * w, K).double().numpy()
    nmf = NMF(n_components=groups, init="nndsvd", max_iter=2000)
    M = torch.from_numpy(nmf.fit_transform(V)).float()
    D = torch.from_numpy(nmf.components_).float()
    maps = M.view(N, h, w, groups).permute(0, 3, 1, 2)
    return maps, D
