"""One parallel pair turns all arcs into lines.
Caught by: test_parallel_rows_beside_others
"""


def slerp(z0, z1, t):
    r0, r1 = z0.norm(dim=1, keepdim=True), z1.norm(dim=1, keepdim=True)
    u0, u1 = z0 / r0, z1 / r1
    omega = (u0 * u1).sum(dim=1, keepdim=True).clamp(-1, 1).acos()
    t = t[:, None, None]
    if (omega.sin() < 1e-3).any():
        return (1 - t) * z0 + t * z1
    return ((1 - t) * r0 + t * r1) * (((1 - t) * omega).sin() * u0 + (t * omega).sin() * u1) / omega.sin()
