"""The best of a few seeded random starts."""

import torch
from sklearn.decomposition import NMF


def neuron_groups(activations, groups):
    V = activations.detach().clamp(min=0).movedim(1, -1)
    shape = V.shape[:-1]
    V = V.reshape(-1, V.shape[-1]).double().numpy()
    tries = []
    for seed in range(8):
        nmf = NMF(groups, init="random", max_iter=2000, random_state=seed)
        M = nmf.fit_transform(V)
        tries.append((nmf.reconstruction_err_, seed, M, nmf.components_))
    _, _, M, D = min(tries)
    return torch.from_numpy(M).reshape(*shape, groups).movedim(-1, 1), torch.from_numpy(D)
