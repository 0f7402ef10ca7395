"""(1 - psi) of the centre and psi of the vector."""


def extrapolate(z, centre, psi):
    psi = psi.reshape(-1, 1, 1)
    return (1 - psi) * centre + psi * z
