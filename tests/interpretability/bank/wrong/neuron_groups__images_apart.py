"""Factorises each image by itself and keeps the directions of the first.
Caught by: test_groups_are_shared_by_the_images
"""

import torch
from sklearn.decomposition import NMF


def neuron_groups(activations, groups):
    parts = []
    for A in activations.detach().clamp(min=0):
        K, h, w = A.shape
        nmf = NMF(groups, init="nndsvda", max_iter=1000, random_state=0)
        M = torch.from_numpy(nmf.fit_transform(A.flatten(1).T.double().numpy())).float()
        parts.append((M.T.reshape(groups, h, w), torch.from_numpy(nmf.components_).float()))
    return torch.stack([maps for maps, _ in parts]), parts[0][1]
