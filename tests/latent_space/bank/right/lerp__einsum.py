"""Two outer products."""

import torch


def lerp(z0, z1, t):
    return torch.einsum("t,nd->tnd", 1 - t, z0) + torch.einsum("t,nd->tnd", t, z1)
