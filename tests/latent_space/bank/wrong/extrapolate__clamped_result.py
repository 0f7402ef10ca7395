"""Cuts the numbers off at 5.
Caught by: test_far_beyond_and_behind
"""


def extrapolate(z, centre, psi):
    return (centre + psi[:, None, None] * (z - centre)).clamp(-5, 5)
