"""Divides the caller's vectors by their lengths.
Caught by: test_arguments_stay_as_they_were
"""

import torch


def slerp(z0, z1, t):
    r0, r1 = z0.norm(dim=1, keepdim=True), z1.norm(dim=1, keepdim=True)
    z0 /= r0
    z1 /= r1
    omega = (z0 * z1).sum(dim=1, keepdim=True).clamp(-1, 1).acos()
    t, flat = t[:, None, None], omega.sin() < 1e-3
    sin = torch.where(flat, torch.ones_like(omega), omega.sin())
    arc = (((1 - t) * omega).sin() * z0 + (t * omega).sin() * z1) / sin
    return ((1 - t) * r0 + t * r1) * torch.where(flat, (1 - t) * z0 + t * z1, arc)
