"""Multiplies the vector itself.
Caught by: test_value_by_hand
"""


def extrapolate(z, centre, psi):
    return psi[:, None, None] * z
