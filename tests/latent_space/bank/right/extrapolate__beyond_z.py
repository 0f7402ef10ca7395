"""The vector, plus psi - 1 times the way from the centre."""


def extrapolate(z, centre, psi):
    return z + (psi - 1)[:, None, None] * (z - centre)
