"""Returns the size of the difference, without its sign.
Caught by: test_difference_is_fake_minus_real
"""

import numpy as np


def mean_spectra(real, fake):
    means = []
    for batches in (real, fake):
        mean, _ = streamed_moments(log_spectrum(X) for X in batches)
        means.append(np.fft.fftshift(mean, axes=(0, 1)))
    return means[0], means[1], np.abs(means[1] - means[0])
