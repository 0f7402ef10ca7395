"""Between opposite vectors it does not move.
Caught by: test_opposite_rows_stay_in_reach
"""

import torch


def slerp(z0, z1, t):
    r0, r1 = z0.norm(dim=1, keepdim=True), z1.norm(dim=1, keepdim=True)
    u0, u1 = z0 / r0, z1 / r1
    cos = (u0 * u1).sum(dim=1, keepdim=True).clamp(-1, 1)
    omega, t = cos.acos(), t[:, None, None]
    flat = omega.sin() < 1e-3
    sin = torch.where(flat, torch.ones_like(omega), omega.sin())
    arc = ((1 - t) * r0 + t * r1) * (((1 - t) * omega).sin() * u0 + (t * omega).sin() * u1) / sin
    still = torch.where(cos < 0, z0.expand_as(arc), (1 - t) * z0 + t * z1)
    return torch.where(flat, still, arc)
