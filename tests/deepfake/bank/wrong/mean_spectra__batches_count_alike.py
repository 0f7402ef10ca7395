"""The mean of the means of batches.
Caught by: test_every_image_counts_alike
"""

import numpy as np


def mean_spectra(real, fake):
    means = []
    for batches in (real, fake):
        mean, _ = streamed_moments(log_spectrum(X).mean(axis=0)[None] for X in batches)
        means.append(np.fft.fftshift(mean, axes=(0, 1)))
    return means[0], means[1], means[1] - means[0]
