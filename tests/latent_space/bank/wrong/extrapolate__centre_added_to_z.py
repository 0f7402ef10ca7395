"""Multiplies before subtracting.
Caught by: test_value_by_hand
"""


def extrapolate(z, centre, psi):
    return centre + psi[:, None, None] * z - centre
