"""Between opposite vectors a half circle through an axis that is not along them."""

import math

import torch


def slerp(z0, z1, t):
    r0, r1 = z0.norm(dim=1, keepdim=True), z1.norm(dim=1, keepdim=True)
    u, w = z0 / r0, z1 / r1
    cos = (u * w).sum(dim=1, keepdim=True)
    axis = torch.zeros_like(u).scatter_(1, u.abs().argmin(dim=1, keepdim=True), 1.0)
    rest = w - cos * u
    rest = torch.where(rest.norm(dim=1, keepdim=True) > 1e-3, rest, axis - (axis * u).sum(dim=1, keepdim=True) * u)
    v = rest / rest.norm(dim=1, keepdim=True)
    angle = torch.atan2((w * v).sum(dim=1, keepdim=True), cos)
    angle = torch.where(cos.abs() > 1 - 1e-6, torch.where(cos > 0, torch.zeros_like(cos), torch.full_like(cos, math.pi)), angle)
    t = t[:, None, None]
    return ((1 - t) * r0 + t * r1) * ((t * angle).cos() * u + (t * angle).sin() * v)
