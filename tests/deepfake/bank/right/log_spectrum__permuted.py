"""Channels first for the transform, then back."""

import numpy as np


def log_spectrum(images):
    F = np.fft.fft2(np.moveaxis(images, 3, 1))
    return np.moveaxis(np.log(np.abs(F) + 1e-12), 1, 3)
