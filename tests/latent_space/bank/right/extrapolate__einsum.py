"""An outer product, and the centre."""

import torch


def extrapolate(z, centre, psi):
    return torch.einsum("t,nd->tnd", psi, z - centre) + centre
