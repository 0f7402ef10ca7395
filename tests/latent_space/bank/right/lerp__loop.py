"""One time after the other."""

import torch


def lerp(z0, z1, t):
    return torch.stack([(1 - s) * z0 + s * z1 for s in t])
