"""psi = 1 gives the centre.
Caught by: test_value_by_hand
"""


def extrapolate(z, centre, psi):
    return z + psi[:, None, None] * (centre - z)
