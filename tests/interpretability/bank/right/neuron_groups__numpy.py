"""NumPy arrays."""

import numpy as np
from sklearn.decomposition import NMF


def neuron_groups(activations, groups):
    A = np.maximum(activations.detach().numpy(), 0).transpose(0, 2, 3, 1)
    model = NMF(groups, init="nndsvda", max_iter=1000, random_state=0)
    M = model.fit_transform(A.reshape(-1, A.shape[-1]))
    return M.reshape(*A.shape[:3], groups).transpose(0, 3, 1, 2).copy(), model.components_
