"""The line for all pairs, then the arcs where there is one."""


def slerp(z0, z1, t):
    t = t[:, None, None]
    way = (1 - t) * z0 + t * z1
    r0, r1 = z0.norm(dim=1, keepdim=True), z1.norm(dim=1, keepdim=True)
    omega = ((z0 / r0) * (z1 / r1)).sum(dim=1, keepdim=True).clamp(-1, 1).acos()
    k = (omega.sin() > 1e-3).squeeze(1)
    if k.any():
        o, a, b = omega[k], z0[k] / r0[k], z1[k] / r1[k]
        way[:, k] = ((1 - t) * r0[k] + t * r1[k]) * (((1 - t) * o).sin() * a + (t * o).sin() * b) / o.sin()
    return way
