"""view on a tensor that need not be contiguous.
Caught by: test_double_precision_slices
"""


def extrapolate(z, centre, psi):
    z = z.view(-1).view(1, *z.shape)
    return centre + psi[:, None, None] * (z - centre)
