"""Adds psi times the way to the vector: one too many.
Caught by: test_value_by_hand
"""


def extrapolate(z, centre, psi):
    return z + psi[:, None, None] * (z - centre)
