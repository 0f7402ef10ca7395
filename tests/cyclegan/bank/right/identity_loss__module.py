"""nn.L1Loss."""

import torch


def identity_loss(G, target, weight=5.0):
    return torch.nn.L1Loss()(target, G(target)) * weight
