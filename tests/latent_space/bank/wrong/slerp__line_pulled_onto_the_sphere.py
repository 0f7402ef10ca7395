"""Normalises the points of the line: the right way at the wrong speed.
Caught by: test_turns_at_a_constant_rate
"""


def slerp(z0, z1, t):
    r0, r1 = z0.norm(dim=1, keepdim=True), z1.norm(dim=1, keepdim=True)
    t = t[:, None, None]
    line = (1 - t) * z0 / r0 + t * z1 / r1
    return ((1 - t) * r0 + t * r1) * line / line.norm(dim=2, keepdim=True).clamp(min=1e-6)
