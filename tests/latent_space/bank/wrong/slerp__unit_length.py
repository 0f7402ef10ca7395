"""Returns directions.
Caught by: test_length_changes_evenly
"""

import torch


def slerp(z0, z1, t):
    u0, u1 = z0 / z0.norm(dim=1, keepdim=True), z1 / z1.norm(dim=1, keepdim=True)
    omega = (u0 * u1).sum(dim=1, keepdim=True).clamp(-1, 1).acos()
    t, flat = t[:, None, None], omega.sin() < 1e-3
    sin = torch.where(flat, torch.ones_like(omega), omega.sin())
    arc = (((1 - t) * omega).sin() * u0 + (t * omega).sin() * u1) / sin
    return torch.where(flat, (1 - t) * u0 + t * u1, arc)
