"""Forgets eps: the logarithm of 0.
Caught by: test_black_images_are_finite
"""

import numpy as np


def log_spectrum(images):
    with np.errstate(divide='ignore'):
        return np.log(np.abs(np.fft.fft2(images, axes=(1, 2))))
