"""Turns in the plane of the two directions, by Gram and Schmidt."""

import torch


def slerp(z0, z1, t):
    r0, r1 = z0.norm(dim=1, keepdim=True), z1.norm(dim=1, keepdim=True)
    u, w = z0 / r0, z1 / r1
    cos = (u * w).sum(dim=1, keepdim=True)
    rest = w - cos * u
    sin = rest.norm(dim=1, keepdim=True)
    flat = sin < 1e-3
    v = rest / torch.where(flat, torch.ones_like(sin), sin)
    t = t[:, None, None]
    angle = torch.atan2(sin, cos)
    way = ((1 - t) * r0 + t * r1) * ((t * angle).cos() * u + (t * angle).sin() * v)
    return torch.where(flat, (1 - t) * z0 + t * z1, way)
