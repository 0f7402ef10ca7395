"""One image and one channel at a time."""

import numpy as np


def log_spectrum(images):
    result = np.empty(images.shape)
    for n in range(images.shape[0]):
        for c in range(images.shape[3]):
            result[n, :, :, c] = np.log(np.abs(np.fft.fft2(images[n, :, :, c])) + 1e-9)
    return result
