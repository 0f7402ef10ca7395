"""Takes principal components.
Caught by: test_factors_are_not_negative
"""

import torch
from sklearn.decomposition import NMF


def neuron_groups(activations, groups):
    A = activations.detach().clamp(min=0)
    N, K, h, w = A.shape
    V = A.permute(0, 2, 3, 1).reshape(N * h * w, K).double().numpy()
    from sklearn.decomposition import PCA
    nmf = PCA(groups, random_state=0)
    M = torch.from_numpy(nmf.fit_transform(V)).float()
    D = torch.from_numpy(nmf.components_).float()
    maps = M.view(N, h, w, groups).permute(0, 3, 1, 2)
    return maps, D
