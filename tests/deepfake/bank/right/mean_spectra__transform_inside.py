"""Transforms and averages by itself."""

import numpy as np


def mean_spectra(real, fake):
    means = []
    for batches in (real, fake):
        n, mean = 0, 0.0
        for X in batches:
            for x in X:
                n += 1
                S = np.log(np.abs(np.fft.fft2(x, axes=(0, 1))) + 1e-12)
                mean = mean + (S - mean) / n
        means.append(np.fft.fftshift(mean, axes=(0, 1)))
    return means[0], means[1], means[1] - means[0]
