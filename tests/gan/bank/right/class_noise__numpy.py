"""NumPy."""

import torch


def class_noise(y):
    import numpy as np

    Z = np.random.normal(0, 1, (len(y), 100)).astype(np.float32)
    hot = np.zeros((len(y), 10), np.float32)
    hot[np.arange(len(y)), y.numpy()] = 1
    Z[:, :10] = hot
    return torch.from_numpy(Z)
