"""The spectrum of the mean image.
Caught by: test_spectra_are_averaged
"""

import numpy as np


def mean_spectra(real, fake):
    means = []
    for batches in (real, fake):
        mean, _ = streamed_moments(batches)
        mean = log_spectrum(mean[None])[0]
        means.append(np.fft.fftshift(mean, axes=(0, 1)))
    return means[0], means[1], means[1] - means[0]
