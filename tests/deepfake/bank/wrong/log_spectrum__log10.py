"""The logarithm to the base 10.
Caught by: test_ten_times_brighter_adds_log_ten
"""

import numpy as np


def log_spectrum(images):
    return np.log10(np.abs(np.fft.fft2(images, axes=(1, 2))) + 1e-12)
