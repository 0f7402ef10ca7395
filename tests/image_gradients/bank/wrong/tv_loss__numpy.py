"""Computes in NumPy: no gradient.
Caught by: test_gradient
"""

import numpy as np
import torch


def tv_loss(img, tv_weight):
    x = img.detach().numpy()
    return tv_weight * torch.tensor((np.diff(x, axis=2) ** 2).sum() + (np.diff(x, axis=3) ** 2).sum())
