"""PyTorch's L1 loss."""

import torch


def identity_loss(G, target, weight=5.0):
    return weight * torch.nn.functional.l1_loss(G(target), target)
