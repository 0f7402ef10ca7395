"""Converts the caller's images in place.
Caught by: test_images_stay_as_they_were
"""

import numpy as np


def log_spectrum(images):
    if images.dtype == np.float64:
        images *= 1 / 255
        return np.log(np.abs(np.fft.fft2(images, axes=(1, 2))) * 255 + 1e-12)
    return np.log(np.abs(np.fft.fft2(images, axes=(1, 2))) + 1e-12)
