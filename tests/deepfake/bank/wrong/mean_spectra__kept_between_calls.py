"""The means of an earlier call stay in the list.
Caught by: test_second_call_gives_the_same
"""

import numpy as np


def mean_spectra(real, fake):
    means = mean_spectra.__dict__.setdefault('means', [])
    for batches in (real, fake):
        mean, _ = streamed_moments(log_spectrum(X) for X in batches)
        means.append(np.fft.fftshift(mean, axes=(0, 1)))
    return means[0], means[1], means[1] - means[0]
