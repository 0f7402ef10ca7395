"""Calls view on the permuted tensor.
Caught by: test_slices_that_require_gradients
"""

import torch
from sklearn.decomposition import NMF


def neuron_groups(activations, groups):
    A = activations.detach().view(len(activations), -1).view(activations.shape).clamp(min=0)
    N, K, h, w = A.shape
    V = A.reshape(N, K, h * w).transpose(1, 2).contiguous().view(N * h * w, K).double().numpy()
    nmf = NMF(groups, init="nndsvda", max_iter=1000, random_state=0)
    M = torch.from_numpy(nmf.fit_transform(V)).float()
    D = torch.from_numpy(nmf.components_).float()
    maps = M.view(N, h, w, groups).permute(0, 3, 1, 2)
    return maps, D
