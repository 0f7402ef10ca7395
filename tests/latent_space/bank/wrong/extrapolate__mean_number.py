"""Takes the mean number of the centre.
Caught by: test_centre_is_the_one_given
"""


def extrapolate(z, centre, psi):
    return centre.mean() + psi[:, None, None] * (z - centre.mean())
