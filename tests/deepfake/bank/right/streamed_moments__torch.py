"""PyTorch in double precision, tensors returned."""

import numpy as np
import torch


def streamed_moments(batches):
    n, mean, M = 0, 0.0, 0.0
    for X in batches:
        X = torch.as_tensor(np.array(X)).double()
        m, mean_b = len(X), X.mean(dim=0)
        M = M + X.var(dim=0, correction=0) * m + (mean_b - mean) ** 2 * (n * m / (n + m))
        mean = mean + (mean_b - mean) * (m / (n + m))
        n += m
    return mean, (M / n).sqrt()
