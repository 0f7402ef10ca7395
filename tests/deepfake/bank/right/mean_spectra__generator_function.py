"""A generator function hands on the spectra."""

import numpy as np


def mean_spectra(real, fake):
    def spectra(batches):
        for X in batches:
            yield log_spectrum(X)

    mean_real, _ = streamed_moments(spectra(real))
    mean_fake, _ = streamed_moments(spectra(fake))
    S = [np.fft.fftshift(np.fft.fftshift(mean, axes=0), axes=1) for mean in (mean_real, mean_fake)]
    return S[0], S[1], S[1] - S[0]
