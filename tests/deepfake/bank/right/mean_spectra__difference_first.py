"""The difference is taken before the shift."""

import numpy as np


def mean_spectra(real, fake):
    a, b = (streamed_moments(log_spectrum(X) for X in batches)[0] for batches in (real, fake))
    return tuple(np.fft.fftshift(S, axes=(0, 1)) for S in (a, b, b - a))
