"""Computes in double precision and returns the dtype of the ends."""

import torch


def slerp(z0, z1, t):
    a, b, s = z0.double(), z1.double(), t.double().reshape(-1, 1, 1)
    la, lb = a.norm(dim=-1, keepdim=True), b.norm(dim=-1, keepdim=True)
    omega = torch.acos(((a / la) * (b / lb)).sum(-1, keepdim=True).clamp(-1, 1))
    sin = torch.sin(omega)
    flat = sin < 1e-4
    sin = sin.masked_fill(flat, 1.0)
    arc = (torch.sin((1 - s) * omega) / sin * a / la + torch.sin(s * omega) / sin * b / lb) * ((1 - s) * la + s * lb)
    return torch.where(flat, a + s * (b - a), arc).to(z0.dtype)
