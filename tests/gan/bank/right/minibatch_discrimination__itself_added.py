"""Other images, and then one for the image itself."""

import torch


def minibatch_discrimination(features, T):
    N = len(features)
    M = torch.einsum("na,abc->nbc", features, T)
    close = torch.exp(-(M[:, None] - M[None]).abs().sum(dim=3))
    others = close * (1 - torch.eye(N, dtype=close.dtype))[:, :, None]
    return torch.cat((features, others.sum(dim=1) + 1), 1)
