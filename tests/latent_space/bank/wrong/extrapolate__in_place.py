"""Subtracts the centre in the caller's vectors.
Caught by: test_double_precision_slices
"""


def extrapolate(z, centre, psi):
    z -= centre
    return centre + psi[:, None, None] * z
