"""The maps as a float64 NumPy array."""

import numpy as np


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    model(X).gather(1, y[:, None]).sum().backward()
    return np.abs(X.grad.numpy().astype(np.float64)).max(axis=1)
