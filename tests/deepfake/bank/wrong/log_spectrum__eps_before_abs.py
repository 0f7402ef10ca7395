"""Adds eps to the complex number, before the absolute value.
Caught by: test_eps_is_added_after_the_absolute_value
"""

import numpy as np


def log_spectrum(images):
    with np.errstate(divide='ignore'):
        return np.log(np.abs(np.fft.fft2(images, axes=(1, 2)) + 1e-12))
