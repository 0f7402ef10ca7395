"""Takes single channels for groups.
Caught by: test_planted_groups_are_found
"""

import torch
from sklearn.decomposition import NMF


def neuron_groups(activations, groups):
    A = activations.detach().clamp(min=0).float()
    return A[:, :groups].clone(), torch.eye(A.shape[1])[:groups]
