"""Starts at random, from another seed each time.
Caught by: test_same_activations_give_the_same_groups
"""

import time

import torch
from sklearn.decomposition import NMF


def neuron_groups(activations, groups):
    A = activations.detach().clamp(min=0)
    N, K, h, w = A.shape
    V = A.permute(0, 2, 3, 1).reshape(N * h * w, K).double().numpy()
    nmf = NMF(groups, init="random", max_iter=1000, random_state=time.time_ns() % 2**32)
    M = torch.from_numpy(nmf.fit_transform(V)).float()
    D = torch.from_numpy(nmf.components_).float()
    maps = M.view(N, h, w, groups).permute(0, 3, 1, 2)
    return maps, D
