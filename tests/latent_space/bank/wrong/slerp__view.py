"""view on tensors that need not be contiguous.
Caught by: test_double_precision_slices
"""

import torch


def slerp(z0, z1, t):
    N, d = z0.shape
    a, b = z0.view(N * d).view(N, d), z1.view(N * d).view(N, d)
    r0, r1 = a.norm(dim=1, keepdim=True), b.norm(dim=1, keepdim=True)
    omega = ((a / r0) * (b / r1)).sum(dim=1, keepdim=True).clamp(-1, 1).acos()
    t, flat = t[:, None, None], omega.sin() < 1e-3
    sin = torch.where(flat, torch.ones_like(omega), omega.sin())
    arc = ((1 - t) * r0 + t * r1) * (((1 - t) * omega).sin() * a / r0 + (t * omega).sin() * b / r1) / sin
    return torch.where(flat, (1 - t) * a + t * b, arc)
