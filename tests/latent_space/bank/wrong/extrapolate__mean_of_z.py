"""Takes the mean of the vectors for the centre.
Caught by: test_centre_is_the_one_given
"""


def extrapolate(z, centre, psi):
    centre = z.mean(dim=0)
    return centre + psi[:, None, None] * (z - centre)
