"""Begins at z1.
Caught by: test_quarter_circle_by_hand
"""

import torch


def slerp(z0, z1, t):
    z0, z1 = z1, z0
    r0, r1 = z0.norm(dim=1, keepdim=True), z1.norm(dim=1, keepdim=True)
    u0, u1 = z0 / r0, z1 / r1
    omega = (u0 * u1).sum(dim=1, keepdim=True).clamp(-1, 1).acos()
    t, flat = t[:, None, None], omega.sin() < 1e-3
    sin = torch.where(flat, torch.ones_like(omega), omega.sin())
    arc = ((1 - t) * r0 + t * r1) * (((1 - t) * omega).sin() * u0 + (t * omega).sin() * u1) / sin
    return torch.where(flat, (1 - t) * z0 + t * z1, arc)
