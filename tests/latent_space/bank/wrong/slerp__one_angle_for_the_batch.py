"""The angle between the whole batches.
Caught by: test_each_pair_its_own_arc
"""


def slerp(z0, z1, t):
    r0, r1 = z0.norm(dim=1, keepdim=True), z1.norm(dim=1, keepdim=True)
    u0, u1 = z0 / r0, z1 / r1
    omega = ((z0 / z0.norm()) * (z1 / z1.norm())).sum().clamp(-1, 1).acos()
    t = t[:, None, None]
    if omega.sin() < 1e-3:
        return (1 - t) * z0 + t * z1
    return ((1 - t) * r0 + t * r1) * (((1 - t) * omega).sin() * u0 + (t * omega).sin() * u1) / omega.sin()
