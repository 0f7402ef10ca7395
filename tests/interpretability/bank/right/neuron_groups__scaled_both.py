"""Directions of length 1, the maps scaled to match."""

import torch
from sklearn.decomposition import NMF


def neuron_groups(activations, groups):
    A = activations.detach().clamp(min=0)
    N, K, h, w = A.shape
    V = A.permute(0, 2, 3, 1).reshape(N * h * w, K).double().numpy()
    nmf = NMF(groups, init="nndsvda", max_iter=1000, random_state=0)
    M = torch.from_numpy(nmf.fit_transform(V)).float()
    D = torch.from_numpy(nmf.components_).float()
    maps = M.view(N, h, w, groups).permute(0, 3, 1, 2)
    length = D.norm(dim=1).clamp(min=1e-12)
    return maps * length.view(1, -1, 1, 1), D / length.view(-1, 1)
