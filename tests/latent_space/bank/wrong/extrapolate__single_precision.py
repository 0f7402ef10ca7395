"""Converts to float32.
Caught by: test_double_precision_slices
"""


def extrapolate(z, centre, psi):
    return centre.float() + psi.float()[:, None, None] * (z.float() - centre.float())
